package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/internal/lab"
	"github.com/headroom-audit/headroom/internal/lab/fleet"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
)

// Whole or said: where an answer that can be left out was cut, by its size or by
// the clock, the device is not ok, and the answer is named. The logs are those of
// the lab; the 5 MB between the lines of one are synthetic.
func TestWholeOrSaid(t *testing.T) {
	const name = "sjc1-agg-03" // a 6500 that is ok
	raw, err := fleet.Raw(name)
	if err != nil {
		t.Fatal(err)
	}
	var many strings.Builder
	for i := range 58_000 {
		fmt.Fprintf(&many, "Nov 20 %02d:%02d:%02d.123: %%SYS-5-CONFIG_I: Configured from console by ops on vty1 (192.0.2.9)\n", i/3600, i/60%60, i%60)
	}
	asked := []byte(name + "#show logging\n")
	big := bytes.Replace(raw, asked, append(asked, many.String()...), 1)
	filtered := name + "#" + ios.Log("").Text + "\n"
	refuses := bytes.Replace(big, asked, append([]byte(filtered+"                ^\n% Invalid input detected at '^' marker.\n"), asked...), 1)
	mute := bytes.Replace(big, asked, append([]byte(filtered), asked...), 1)
	for _, tt := range []struct {
		name, fault string
		text        []byte
		inventory   string
		state       string
		says        string
	}{
		{name: "nothing wrong", text: raw, state: "ok"},
		{name: "a log of 5 MB, asked by filter", text: big, state: "ok"},
		{name: "a log of 5 MB, and no filter is taken", text: refuses, state: "UNKN", says: "show logging"},
		{name: "a filter that gives nothing, not even the head", text: mute, state: "UNKN", says: "show logging"},
		{name: "a configuration that does not end", fault: "config-stuck", text: raw, inventory: "timeouts: {idle: 1s, first_byte: 1s}", state: "UNKN", says: "show running-config"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tr, err := transcript.ParseLog(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			r := newRig(t, []lab.Device{{Name: name, OS: "cisco_ios", Fault: lab.Fault(tt.fault), Transcript: tr}})
			if tt.inventory != "" {
				r.write("lab.yaml", bytes.Replace(r.lab.Inventory("env:LAB_PW"), []byte("defaults:\n"), []byte("defaults:\n  "+tt.inventory+"\n"), 1))
			}
			doc := r.scan("Lab-Secret-0815")
			if len(doc.Devices) != 1 || string(doc.Devices[0].State) != tt.state {
				t.Fatalf("%+v", doc.Devices)
			}
			said := ""
			for _, f := range doc.Devices[0].Findings {
				said += f.Message + "\n"
			}
			if !strings.Contains(said, tt.says) {
				t.Errorf("%q is not in what was found:\n%s", tt.says, said)
			}
		})
	}
}
