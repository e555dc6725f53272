package dnx

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/vendors"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// The lines of which more is known than that they lead to a placement
// (lines-xr:0, lines-xr:1).
const (
	acl          = lineACLPercent + " "
	aclNone      = acl + "0"
	internetOpt  = "hw-module fib ipv4 scale internet-optimized"
	noScale      = "no hw-module tcam fib ipv4 scaledisable"
	aclNoneSince = "6.3.2" // from here on the default leaves no room for hybrid ACLs
)

// asConfigured fits the lines of a placement to what stands in the configuration:
// what is there already is not entered, what the release does by itself is not
// written, a line that excludes the new one goes first, and the rollback leaves the
// lines that stood there.
func (c box) asConfigured(p *solve.Proposal) {
	lines, whole := hwModule(c.View)
	if len(p.Commands) == 0 || len(lines) == 0 && !whole {
		return
	}
	var commands, undo []string
	do := func(line, back string) {
		commands, undo = append(commands, line), append(undo, back)
	}
	for _, line := range p.Commands {
		bare, no := strings.CutPrefix(line, "no ")
		was := sameKnob(lines, bare)
		switch {
		case no && was == "" && whole:
		case no:
			do(line, bare)
		case line == was, line == aclNone && was == "" && whole && ledger.AtLeast(c.Device.Identity.Version, aclNoneSince):
		case was == "":
			if line == lineHostOptimizedDisable && slices.Contains(lines, internetOpt) {
				// Ignored since 7.3.1, and exclusive: what ran does not ask for it back.
				commands = append(commands, "no "+internetOpt)
			}
			do(line, "no "+line)
		default:
			do(line, was)
		}
	}
	if len(commands) > 0 {
		p.Commands, p.Undo = commands, undo
	}
}

// sameKnob gives the configured line that sets what line sets, "" = none does.
func sameKnob(lines []string, line string) string {
	for _, l := range lines {
		if l == line || strings.HasPrefix(l, acl) && strings.HasPrefix(line, acl) {
			return l
		}
	}
	return ""
}

// hwModule gives the hw-module lines of the configuration; whole: there are no
// others.
func hwModule(c *ledger.View) (lines []string, whole bool) {
	for _, f := range c.Flags(fact.FlagHwModule) {
		text, _ := f.Value.(string)
		lines = append(lines, strings.Split(text, "; ")...)
	}
	return lines, len(c.Flags(fact.FlagHwModuleAll)) > 0
}

// reversePath has somebody look for what needs a division that the lines take away:
// unicast RPF the double look-up, or on cards without external TCAM the routes out of
// the LEM (lines-xr:1 (1) [doc URPF]), hybrid access lists their share of the TCAM of an
// NL12k (xr:2.1.5).
func reversePath(lines []string) []solve.Check {
	var out []solve.Check
	if slices.Contains(lines, noScale) {
		out = append(out, solve.Check{Command: "show running-config", Expect: "no interface with unicast RPF", Why: "unicast RPF needs scaledisable on these cards"})
	}
	if slices.Contains(lines, "no "+lineHostOptimizedDisable) {
		out = append(out, solve.Check{Command: "show running-config", Expect: "no interface with unicast RPF", Why: "unicast RPF needs host-optimized-disable on cards without external TCAM"})
	}
	if slices.ContainsFunc(lines, func(l string) bool { return l == aclNone || strings.HasPrefix(l, "no "+acl) }) {
		out = append(out, solve.Check{Command: "show running-config | include compress level", Expect: "no line: no hybrid access list", Why: "a hybrid access list lies in the share that goes; without it the configuration is refused"})
	}
	return out
}

const nativeKnob = "hw-module profile npu native-mode-enable"

// nativeMode names a card that does not run in the native mode which waits for the
// reload: it is for chassis whose line cards are all NC57 (lines-xr:2
// [doc MDB]); "" = it does not wait, or every card that is known is one.
func nativeMode(v *ledger.View) string {
	lines, _ := hwModule(v)
	waits := slices.ContainsFunc(v.Device.Pending, func(p fact.Change) bool { return strings.HasSuffix(p.What+" "+p.To, nativeKnob) })
	if !waits && !slices.Contains(lines, nativeKnob) {
		return ""
	}
	older := vendors.Catalog().Family("ncs5500")
	for _, e := range v.Device.Identity.Engines {
		if _, known := older.Engine(e.PID); known {
			return "native mode is for chassis whose line cards are all NC57: " + ledger.EngineNames([]fact.Engine{e}) + " does not run in it"
		}
	}
	return ""
}
