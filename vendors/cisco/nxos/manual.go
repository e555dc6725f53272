package nxos

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
)

// manual is how NX-OS is changed by hand (lines-xr:6, lines-xr:7).
func manual() catalog.Manual {
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
			{Key: "reboot the system", Question: catalog.Question{Command: "reload", Asks: "This command will reboot the system. (y/n)?  [n]", Answer: "y", Why: "where it warns of unsaved changes first, answer n and save"}},
		},
		Line: toldByLine,
	}
}

func toldByLine(waits string) bool {
	line := strings.TrimPrefix(waits, "no ")
	return slices.ContainsFunc([]string{"system routing template", "system urpf disable", "hardware "}, func(head string) bool { return strings.HasPrefix(line, head) })
}
