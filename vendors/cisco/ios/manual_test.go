package ios_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
)

// The log tells how long the last reload took; that of another part, or half a line,
// does not.
func TestOutageByTheLog(t *testing.T) {
	const line = "*May  1 00:00:00: %SYS-6-BOOTTIME: Time taken to reboot after reload ="
	for text, want := range map[string]string{
		line + "  371 seconds\n":                     "371 seconds at its last reload",
		line + " 9 seconds\n" + line + " 12 seconds": "12 seconds at its last reload",
		line + " x seconds\n":                        "",
		line + " 7\n":                                "",
		"nothing of it\n":                            "",
	} {
		d := &fact.Device{Outputs: []fact.Output{{Text: text}, {Part: "standby", Text: line + " 5 seconds\n"}}}
		if got := ios.Manual().Outage(d); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// What a register does to the next reload, by its bits.
func TestRegisterFaults(t *testing.T) {
	var l ledger.Lore
	ios.Lore(nil, &l)
	for text, want := range map[string]string{
		"0x2102": "", "0xF": "", "unknown": "", "2142": "",
		"0x2142": "unsafe ignores", "0x2100": "unsafe stops", "0x2101": "starts the boot helper", "0x40": "unsafe ignores unsafe stops",
	} {
		var got []string
		for _, f := range l.Loader.Register(text) {
			for _, word := range []string{"ignores", "stops", "starts the boot helper"} {
				if strings.Contains(f.Says, word) {
					got = append(got, strings.TrimPrefix(map[bool]string{true: "unsafe "}[f.Unsafe]+word, " "))
				}
			}
			if f.Stops != strings.Contains(f.Says, "stops in the loader") {
				t.Errorf("%s: %+v", text, f)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	if !l.Loader.SameRegister("0x2102", "0x02102") || l.Loader.SameRegister("0x2102", "0x2142") || !l.Loader.SameRegister("0x2102", "unknown") {
		t.Error("registers are compared by what they are, and what cannot be read is no other one")
	}
}
