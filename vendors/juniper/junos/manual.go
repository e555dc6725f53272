package junos

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
)

// manual is how Junos is changed by hand (lines-junos:common).
func manual() catalog.Manual {
	return catalog.Manual{
		Entry: entry,
		Frame: func(line string) bool {
			return strings.HasPrefix(line, "rollback ") ||
				slices.Contains([]string{"configure", "configure exclusive", "show | compare", "commit check", "commit", "commit synchronize", "end", "exit"}, line)
		},
		Commits: []string{"commit", "commit synchronize"},
		Backup: []catalog.Backup{
			{Check: catalog.Check{Command: "show configuration", Expect: "kept outside the device", Why: "what is there before the change"}},
			{Check: catalog.Check{Command: "request system configuration rescue save", Why: "for an emergency: `rollback rescue`, then `commit`", Source: "lines-junos:common [two]"}, Lines: true},
		},
		Asks: []catalog.Ask{
			{Key: "Reboot the system", Question: catalog.Question{Command: "request system reboot", Asks: "Reboot the system ? [yes,no] (no)", Answer: "yes", Why: "Enter alone means no"}},
		},
		Line:     func(waits string) bool { return strings.HasPrefix(waits, "chassis ") },
		Slot:     slot,
		Parts:    behind,
		AllParts: "all-members",
		Together: "a profile is of the whole virtual chassis",
	}
}

// entry reaches both routing engines where there are two (lines-junos:common
// common 5); what EVO does by itself was not found.
func entry(d *fact.Device, s catalog.Situation) catalog.Entry {
	commit := "commit"
	if s.Standby == "yes" && s.Members < 2 && !isEvo(d) {
		commit = "commit synchronize"
	}
	return catalog.Entry{
		Before: []catalog.Check{{Command: "configure exclusive", Expect: "no word that it is locked or holds uncommitted changes: then stop, `show | compare` shows whose they are"}},
		After: []catalog.Check{
			{Command: "show | compare", Expect: "a plus line for each line above, a minus line for what it replaces, and nothing else; otherwise stop"},
			{Command: "commit check", Expect: "configuration check succeeds"},
			{Command: commit},
			{Command: "exit"},
		},
		Source: "lines-junos:common",
	}
}

func isEvo(d *fact.Device) bool { return strings.Contains(strings.ToUpper(d.Identity.Version), "EVO") }

// slot is 5 of fpc5, the name of a card.
func slot(name string) (slot string, card bool) {
	return strings.TrimLeft(name, "abcdefghijklmnopqrstuvwxyzFPC "), strings.HasPrefix(name, "fpc")
}

// behind are the members of a virtual chassis that a reboot must take where each has a
// change of its own that waits ("UFT profile of member 1").
func behind(d *fact.Device) []string {
	var out []string
	for _, p := range d.Pending {
		_, no, ok := strings.Cut(p.What, " of member ")
		if !ok {
			return nil
		}
		if member := "member " + no; !slices.Contains(out, member) {
			out = append(out, member)
		}
	}
	return out
}
