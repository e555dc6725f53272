package ios

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
)

// Manual is how IOS and IOS-XE are changed by hand (lines-ios:2.2, lines-ios:2.3,
// lines-ios:3.2).
func Manual() catalog.Manual {
	return catalog.Manual{
		Entry: func(*fact.Device, catalog.Situation) catalog.Entry {
			return catalog.Entry{Before: []catalog.Check{{Command: "configure terminal"}}, After: []catalog.Check{{Command: "end"}}}
		},
		Frame: func(line string) bool {
			return slices.Contains([]string{"configure", "configure terminal", "end", "exit"}, line)
		},
		Negation: "no ",
		Limits:   "maximum-prefix",
		Backup:   []catalog.Backup{{Check: catalog.Check{Command: "show running-config", Expect: "kept outside the device", Why: "what is there before the change"}}},
		Asks: []catalog.Ask{
			{Key: "Destination", Question: catalog.Question{Command: "copy running-config startup-config", Asks: "Destination filename [startup-config]?", Answer: "Enter"}},
			{
				Key:      "Save?",
				Question: catalog.Question{Command: "reload", Asks: "System configuration has been modified. Save? [yes/no]:", Answer: "yes", Why: "the change is read from the startup configuration"},
				Unsaved:  &catalog.Reply{Answer: "no", Why: "what this plan is about is kept without it; `yes` saves whatever else was changed, only where that is wanted"},
			},
			{Key: "Proceed", Question: catalog.Question{Command: "reload", Asks: "Proceed with reload? [confirm]", Answer: "Enter"}},
		},
		Outage: bootTime,
		Cures:  map[string]catalog.Check{switchProcessor: registersAlike()},
	}
}

// registersAlike is how the registers of the route and the switch processor of one
// supervisor are made alike. Whoever stops half-way, or reloads there, has a box that
// ignores its configuration: it is one step (lines-ios:2.2 [log: winfred.nl]).
func registersAlike() catalog.Check {
	return catalog.Check{
		Source: "lines-ios:2.2 [log: winfred.nl; not found at Cisco]",
		Why: "from one operator's log, not found at Cisco: to make the registers of one supervisor alike, in one go and without a reload in between (0x2142 ignores the configuration): `configure terminal`, `config-register 0x2142`, `end`, " +
			"`configure terminal`, `config-register 0x2102`, `end`, `copy running-config startup-config`; then `show bootvar` and `remote command switch show bootvar` must both say 0x2102, otherwise do not reload",
	}
}

// bootTime is how long the last reload took by the device's own log; "" = it does
// not say. It ends before ports and routes are back (lines-ios:8).
func bootTime(d *fact.Device) string {
	const said = "BOOTTIME: Time taken to reboot after reload ="
	for i := len(d.Outputs) - 1; i >= 0; i-- {
		text := d.Outputs[i].Text
		at := strings.LastIndex(text, said)
		if at < 0 || d.Outputs[i].Part != "" {
			continue
		}
		line, _, _ := strings.Cut(text[at+len(said):], "\n")
		if f := strings.Fields(line); len(f) > 1 && f[1] == "seconds" && strings.Trim(f[0], "0123456789") == "" {
			return f[0] + " seconds at its last reload, by its own log (%SYS-6-BOOTTIME); ports and routes come back later"
		}
	}
	return ""
}
