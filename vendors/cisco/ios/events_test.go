package ios_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
)

// What a session does, and what only looks like it.
func TestEvents(t *testing.T) {
	const proceed = "Proceed with reload? [confirm]"
	config := transcript.Context{Mode: "config"}
	tests := []struct {
		name, command, text string
		context             transcript.Context
		cut                 bool
		want                string
	}{
		{name: "a line", command: "mls cef maximum-routes  ip 512", context: config, want: "entered[mls cef maximum-routes ip 512]"},
		{name: "a line with a notice", command: "mls cef maximum-routes ip 512", text: "configuration will be effective on reboot", context: config, want: "entered[mls cef maximum-routes ip 512]"},
		{name: "a refused line", command: "mls cef maximum-routes ip 5120", text: "                  ^\n% Invalid input detected at '^' marker.\n", context: config},
		{name: "a line that may not be entered", command: "sdm prefer vlan", text: "Command authorization failed.", context: config},
		{name: "a notice is no refusal", command: "crypto key generate rsa", text: "% Generating 2048 bit RSA keys", context: config, want: "entered[crypto key generate rsa]"},
		{name: "a question from the configuration", command: "show sdm prefer", context: config},
		{name: "leaving", command: "end", context: config},
		{name: "help", command: "mls cef maximum-routes ip ?", text: "  <1-1007>  number of routes in k", context: config},
		{name: "help of a reload", command: "reload ?", text: "  at  Reload at a specific time/date"},
		{name: "the same words at the exec", command: "mls cef maximum-routes ip 512"},
		{name: "saved", command: "copy run start", text: "Destination filename [startup-config]? \nBuilding configuration...\n[OK]", want: "saved"},
		{name: "saved in short", command: "wr", text: "Building configuration...\n[OK]", want: "saved"},
		{name: "saved over another version", command: "write mem", text: "Overwrite the previous NVRAM configuration?[confirm]\nBuilding configuration...\n[OK]", want: "saved"},
		{name: "not saved", command: "copy running-config startup-config", text: "%Error opening nvram:/startup-config (Device or resource busy)"},
		{name: "not over another version", command: "wr", text: "Overwrite the previous NVRAM configuration?[confirm]n"},
		{name: "a backup is no save", command: "copy running-config tftp:", text: "[OK]"},
		{name: "erased", command: "write erase", text: "[OK]"},
		{name: "another configuration", command: "configure replace flash:before force", text: "Total number of passes: 1\nRollback Done", want: "entered[configure replace]"},
		{name: "merged", command: "copy tftp://192.0.2.1/x running-config", text: "[OK - 812 bytes]", want: "entered[configure replace]"},
		{name: "reload with Enter", command: "reload", text: proceed + "\n\n", want: "reloaded[]"},
		{name: "reload with y", command: "reload", text: proceed + "y\n", want: "reloaded[]"},
		{name: "reload declined", command: "reload", text: proceed + "n\n"},
		{name: "reload left", command: "reload", text: proceed + "^C\n"},
		{name: "reload, and the log ends", command: "reload", text: proceed, cut: true},
		{name: "reload, and the session ends", command: "reload", text: proceed + "\nConnection closed by foreign host.", cut: true, want: "reloaded[]"},
		{name: "reload with a save", command: "reload", text: "System configuration has been modified. Save? [yes/no]: yes\nBuilding configuration...\n[OK]\n" + proceed + "\n", want: "saved reloaded[]"},
		{name: "reload without a save", command: "reload", text: "System configuration has been modified. Save? [yes/no]: no\n" + proceed + "\n", want: "reloaded[]"},
		{name: "reload left after the save", command: "reload", text: "System configuration has been modified. Save? [yes/no]: y\nBuilding configuration...\n[OK]\n" + proceed + "n\n", want: "saved"},
		{name: "put off", command: "reload in 10", text: "Reload scheduled in 10 minutes\n" + proceed + "\n"},
		{name: "put off to a time", command: "reload at 23:00", text: proceed + "\n"},
		{name: "taken back", command: "reload cancel", text: "***\n*** --- SHUTDOWN ABORTED ---\n***"},
		{name: "a member of a stack", command: "reload slot 2", text: proceed + "\n", want: "reloaded[member switch 2]"},
		{name: "the other supervisor", command: "redundancy reload peer", text: "Reload peer [confirm]\nPreparing to reload peer", want: "reloaded[supervisor standby]"},
		{name: "a switchover", command: "redundancy force-switchover", text: "This will reload the active unit and force switchover to standby[confirm]\n", want: "reloaded[supervisor active]"},
		{name: "a switchover declined", command: "redundancy force-switchover", text: "This will reload the active unit and force switchover to standby[confirm]n\n"},
		{name: "a module", command: "hw-module module 4 reset", text: "Proceed with reload of module?[confirm]\n% reset issued for module 4", want: "reloaded[module 4]"},
		{name: "a module declined", command: "hw-module module 4 reset", text: "Proceed with reload of module?[confirm]n\n"},
		{name: "at the standby's console", command: "reload", text: proceed + "\n", context: transcript.Context{Part: "standby"}, want: "reloaded[standby standby]"},
		{name: "back again", text: "Press RETURN to get started!\n", want: "reloaded[]"},
		{name: "the standby is back", text: "%SYS-SP-STDBY-5-RESTART: System restarted --\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, e := range ios.Events(vendors.Exchange{Command: tt.command, Text: tt.text, Context: tt.context, Whole: !tt.cut}) {
				switch e.Kind {
				case fact.Entered:
					got = append(got, fmt.Sprint("entered", e.Lines))
				case fact.Reloaded:
					got = append(got, "reloaded["+e.Scope.String()+"]")
				default:
					got = append(got, string(e.Kind))
				}
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("%q, want %q", s, tt.want)
			}
		})
	}
}

// session makes a transcript of questions, answers and lines: "config: line" was
// typed in configuration mode.
func session(exchanges ...[2]string) *transcript.Transcript {
	tr := &transcript.Transcript{Device: "core-syn", OS: string(fact.IOS), Source: "log"}
	for _, x := range exchanges {
		r := transcript.Record{Kind: transcript.Command, State: transcript.Complete, Command: x[0]}
		prompt := "core-syn#"
		if line, ok := strings.CutPrefix(x[0], "config: "); ok {
			r.Command, r.Context.Mode, prompt = line, "config", "core-syn(config)#"
		}
		r.Raw = []byte(prompt + r.Command + "\n" + x[1])
		r.BodyStart, r.BodyEnd = len(prompt)+len(r.Command)+1, len(r.Raw)
		tr.Records = append(tr.Records, r)
	}
	return tr
}

const (
	carve704 = "FIB TCAM maximum routes :\nCurrent :-\n IPv4                - 704k\n MPLS                - 16k (default)\n IPv6 + IP Multicast - 152k (default)\n"
	inUse    = "Total routes: 300120\n    IPv4 unicast routes: 280111\n    IPv4 Multicast routes: 3\n    MPLS routes: 6\n    IPv6 unicast routes: 20000\n    IPv6 multicast routes: 0\n    EoM routes: 0\n"
	savedOK  = "Building configuration...\n[OK]\n"
)

// What was entered and waits has its sizes, by the equation of the chip.
func TestCarveEnteredInTheSession(t *testing.T) {
	carve, use := [2]string{"show mls cef maximum-routes", carve704}, [2]string{"show mls cef summary", inUse}
	ip := func(k string) [2]string { return [2]string{"config: mls cef maximum-routes ip " + k, ""} }
	save := [2]string{"copy run start", savedOK}
	reload := [2]string{"reload", "Proceed with reload? [confirm]\n\n"}
	tests := []struct {
		name    string
		log     []([2]string)
		pending fact.Tri
		ip, v6  string
		unsaved fact.Tri
	}{
		{"smaller", [][2]string{carve, use, ip("352"), save}, fact.Yes, "360448", "335872", fact.No},
		{"not saved", [][2]string{carve, use, ip("352")}, fact.Yes, "360448", "335872", fact.Yes},
		{"in short", [][2]string{carve, use, {"config: mls cef max ip 352", ""}, save}, fact.Yes, "360448", "335872", fact.No},
		{"taken out", [][2]string{carve, use, {"config: no mls cef maximum-routes ip", ""}, save}, fact.Yes, "unknown", "262144", fact.No},
		{"the last line counts", [][2]string{carve, use, ip("352"), ip("704"), save}, fact.No, "unknown", "unknown", fact.No},
		{"refused", [][2]string{carve, use, {"config: mls cef maximum-routes ip 3520", "% Invalid input detected at '^' marker.\n"}}, fact.No, "unknown", "unknown", fact.Unknown},
		{"seen to run after the reload", [][2]string{carve, use, ip("352"), save, reload, carve, use}, fact.No, "unknown", "unknown", fact.Unknown},
		{"replaced by another configuration", [][2]string{carve, use, {"configure replace flash:x force", "Rollback Done\n"}}, fact.Unknown, "unknown", "unknown", fact.Yes},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := vendors.Registry{whole()}.Parse(session(tt.log...), "")
			v4, v6 := row(t, d.Tables, "IPv4"), row(t, d.Tables, "IPv6 + IP Multicast")
			if d.PendingKnown != tt.pending || v4.Pending.String() != tt.ip || v6.Pending.String() != tt.v6 || d.Boot.Unsaved != tt.unsaved {
				t.Errorf("pending %s %v, IPv4 %s, IPv6 %s, unsaved %s", d.PendingKnown, d.Pending, v4.Pending, v6.Pending, d.Boot.Unsaved)
			}
		})
	}
}

// A register that was entered is that of the next reload, on the processor where
// it was entered; the other one must be looked at.
func TestRegisterEnteredInTheSession(t *testing.T) {
	is := func(v string) string { return "Configuration register is " + v + "\n" }
	d := vendors.Registry{whole()}.Parse(session(
		[2]string{"show mls cef maximum-routes", carve704}, [2]string{"show bootvar", is("0x2142")},
		[2]string{"remote command switch show bootvar", is("0x2142")}, [2]string{"config: config-register 0x2102", ""},
	), "")
	if d.Boot.RegisterNext.Text != "0x2102" || len(d.Boot.Processors) != 1 || d.Boot.Processors[0].Name != "switch processor" {
		t.Errorf("%+v", d.Boot)
	}
}

// What another processor says of its boot is its own.
func TestPlaceOfAStandby(t *testing.T) {
	r := fact.Reading{Boot: fact.Boot{Processors: []fact.Processor{{Register: fact.Setting{Text: "0x2142"}}}}, Identity: fact.Identity{Model: "x"}}
	ios.Place(transcript.Context{Part: "standby"}, &r)
	if len(r.Boot.Processors) != 1 || r.Boot.Processors[0].Name != "standby" || r.Identity.Model != "" {
		t.Errorf("%+v", r)
	}
}

// What the list makes of lines, and of those that look alike.
func TestMessages(t *testing.T) {
	for _, tt := range []struct {
		line string
		want vendors.Meaning
	}{
		{"Mar  9 03:14:51.118 UTC: %MLSCEF-DFC3-7-FIB_EXCEPTION: FIB TCAM exception, Some entries will be software switched", vendors.Over},
		{"%CFIB-SP-STBY-7-CFIB_EXCEPTION : FIB TCAM exception, Some entries will be software switched", vendors.Over},
		{"%MLSCEF-SP-4-FIB_EXCEPTION_THRESHOLD: Hardware CEF entry usage is at 95% capacity for IPv6 unicast protocol", vendors.Near},
		{"%MLSCEF-SP-7-END_FIB_EXCEPTION: FIB TCAM exception cleared, all CEF entries will be hardware switched", vendors.Cleared},
		{"SLOT 2:Jul  2 04:11:09.310: %HW_RES_FAIL-4-LOW_CEF_MEM: SLOT 2 is running low on E3_Rx_PLU resources.", vendors.Near},
		{"%PLATFORM_UCAST-6-PREFIX:  One or more, more specific prefixes could not be programmed into TCAM", vendors.Over},
		{"%FIB-3-FIBDISABLE: Fatal error, slot 3: no memory", vendors.Over},
		{"%FIB-3-FIBDISABLE: Fatal error, slot 3: No window message, LC to RP IPC is non-operational", vendors.NotMemory},
		{"%BGP-3-MAXPFXEXCEED: No. of prefix received from 192.0.2.1 (afi 0): 101 exceed limit 100", vendors.Limit},
		{"%SYS-5-CONFIG_I: Configured from console by noc on vty0", ""},
	} {
		got := vendors.Meaning("")
		if m, ok := vendors.Recognise(ios.Messages(), tt.line); ok {
			got = m.Meaning
		}
		if got != tt.want {
			t.Errorf("%q: %q, want %q", tt.line, got, tt.want)
		}
	}
}

// Nobody has shown a message that ends an exception: it lowers nothing, the state of
// the device is asked for.
func TestExceptionThatEnded(t *testing.T) {
	d := vendors.Registry{whole()}.Parse(session([2]string{"show mls cef maximum-routes", carve704}, [2]string{"show logging", "Log Buffer (8192 bytes):\n" +
		"Feb 11 18:00:10: %MLSCEF-SP-7-FIB_EXCEPTION: FIB TCAM exception, Some entries will be software switched\n" +
		"Feb 11 18:02:10: %MLSCEF-SP-7-END_FIB_EXCEPTION: FIB TCAM exception cleared, all CEF entries will be hardware switched\n"}), "")
	if len(d.Exceptions) != 1 || d.Exceptions[0].Raised != fact.Yes {
		t.Errorf("%+v", d.Exceptions)
	}
}

// A device that came back makes history of what it said before: a boot on the
// console, or an uptime that went back.
func TestDeviceThatCameBack(t *testing.T) {
	version := func(up string) [2]string {
		return [2]string{"show version", "Cisco IOS Software, s72033_rp Software (x), Version 12.2(33)SXJ9, RELEASE SOFTWARE (fc1)\ncore-syn uptime is " + up + "\n"}
	}
	carve := [2]string{"show mls cef maximum-routes", carve704}
	boot := transcript.Record{Kind: transcript.Loose, State: transcript.Complete, Raw: []byte("Press RETURN to get started!\n")}
	boot.BodyEnd = len(boot.Raw)
	for _, tt := range []struct {
		name    string
		tr      *transcript.Transcript
		current bool
	}{
		{"uptime goes on", session(version("2 years, 1 week"), carve, version("2 years, 1 week, 2 minutes")), true},
		{"uptime went back", session(version("2 years, 1 week"), carve, version("12 minutes")), false},
		{"once, and short", session(carve, version("12 minutes")), true},
		{"after the reload that the session shows", session(version("2 years, 1 week"), [2]string{"reload", "Proceed with reload? [confirm]\n\n"}, carve, version("12 minutes")), true},
		{"a boot", func() *transcript.Transcript { tr := session(carve); tr.Records = append(tr.Records, boot); return tr }(), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := vendors.Registry{whole()}.Parse(tt.tr, "")
			for i := range d.Outputs {
				if o := &d.Outputs[i]; o.Command == carve[0] && o.Current() != tt.current {
					t.Errorf("current %v, %q, events %v", o.Current(), o.History, d.Events)
				}
			}
		})
	}
}
