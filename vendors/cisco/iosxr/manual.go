package iosxr

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
)

// manual is how IOS XR is changed by hand (lines-xr:0, lines-xr:1, lines-xr:4,
// lines-xr:6, lines-xr:7).
func manual() catalog.Manual {
	return catalog.Manual{
		Entry: func(*fact.Device, catalog.Situation) catalog.Entry {
			return catalog.Entry{
				Before: []catalog.Check{{Command: "configure exclusive", Expect: "no word that somebody else holds it: then stop"}},
				After: []catalog.Check{
					{Command: "show configuration", Expect: "the lines above and nothing else; otherwise stop"},
					{Command: "commit", Expect: "no error; where it fails `show configuration failed` says why: stop"},
					{Command: "end"},
				},
				Source: "lines-xr:0, lines-xr:1",
			}
		},
		Frame: func(line string) bool {
			return strings.HasPrefix(line, "rollback ") ||
				slices.Contains([]string{"configure", "configure terminal", "configure exclusive", "show configuration", "commit", "end", "exit"}, line)
		},
		Commits:  []string{"commit"},
		Negation: "no ",
		Limits:   "maximum-prefix",
		Backup:   []catalog.Backup{{Check: catalog.Check{Command: "show running-config", Expect: "kept outside the device", Why: "what is there before the change"}}},
		Asks: []catalog.Ask{
			{Key: "[no,yes]", Question: catalog.Question{Command: "reload rack 0", Asks: "Reload node ? [no,yes]", Answer: "yes", Why: "in full: Enter alone means no"}},
			{Key: "Proceed", Question: catalog.Question{Command: "reload location", Asks: "Proceed with reload? [confirm]", Answer: "Enter"}},
			{Key: "Reload hardware", Question: catalog.Question{Command: "hw-module location", When: catalog.When{Flavour: []string{"exr"}}, Asks: "Reload hardware module ? [no,yes]", Answer: "yes"}},
			{Key: "Uncommitted", Question: catalog.Question{Command: "end", Asks: "Uncommitted changes found, commit them before exiting(yes/no/cancel)? [cancel]", Answer: "cancel", Why: "the commit did not take place: `show configuration`, then commit"}},
		},
		Line:   toldByLine,
		Outage: cardTime,
	}
}

// toldByLine knows a whole line: `hw-module profile mdb` alone is a knob.
func toldByLine(waits string) bool {
	line := strings.TrimPrefix(waits, "no ")
	return len(strings.Fields(line)) > 3 && slices.ContainsFunc([]string{"hw-module fib ", "hw-module tcam ", "hw-module profile "}, func(head string) bool {
		return strings.HasPrefix(line, head)
	})
}
