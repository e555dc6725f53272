package nexus

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"

	"github.com/headroom-audit/headroom/ledger"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

// The knobs that something may wait for.
const (
	RoutingKnob = "system routing"
	RegionKnob  = "hardware access-list tcam region"
)

// ModeBack is the line that enters again the routing mode that runs, once another
// one was entered: its word, or none where it is the default (one value holds the
// mode, lines-xr:6). Nothing where the word is not known.
func (c Box) ModeBack(entered string) []string {
	configured, applied := c.Device.Carve.Configured.Text, c.Device.Carve.Active.Text
	switch word := c.FlagText(fact.FlagModeRunning); {
	case c.Device.Carve.Default:
		return []string{"no " + RoutingKnob + " " + entered}
	case word != "" && applied != "" && configured == applied && word != entered:
		return []string{RoutingKnob + " " + word}
	}
	if word := c.wordOf(applied); word != "" && word != entered {
		return []string{RoutingKnob + " " + word}
	}
	return nil
}

// wordOf gives the word of the command line for the name that the switch prints of
// a mode: "LPM Heavy" is template-lpm-heavy by the rule of the names that were seen
// beside their words (nxos:3.1); "" where the catalog knows no such word.
func (c Box) wordOf(printed string) string {
	word := "template-" + strings.ReplaceAll(strings.ToLower(printed), " ", "-")
	for i := range c.Family.Profiles {
		if p := &c.Family.Profiles[i]; p.Knob == RoutingKnob && p.Name == word {
			return word
		}
	}
	return ""
}

// The lines of a Nexus 3500 and 3000 (nxos:4.3).
const (
	forwardingKnob = "hardware profile forwarding-mode"
	hostECMP       = "hardware profile unicast enable-host-ecmp"
)

// forwardingBack enters again the forwarding mode of a Nexus 3500 that runs, with the
// sizes that it prints; nothing where it does not print them.
func (c Box) forwardingBack() []string {
	active := c.Device.Carve.Active.Text
	routes, v4 := c.SizeOf(fact.FibIPv4)
	multicast, mc := c.SizeOf(fact.FibMcastIPv4)
	switch {
	case active == "warp":
		return []string{forwardingKnob + " warp"}
	case strings.HasPrefix(active, "normal") && v4 && mc:
		return []string{forwardingKnob + " " + NormalMode(int(routes), int(multicast))}
	}
	return nil
}

// derived gives the lines whose word only follows from a printed name: no document
// has it beside the name, but for template-l2-heavy (nxos:3.1); and those of
// a forwarding mode, which need not have stood in the configuration.
func (c Box) derived(lines []string) []string {
	if i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, forwardingKnob+" ") }); i >= 0 {
		return []string{lines[i]}
	}
	word := c.wordOf(c.Device.Carve.Active.Text)
	if line := RoutingKnob + " " + word; word != "" && word != "template-l2-heavy" && c.RoutingMode() != word && slices.Contains(lines, line) {
		return []string{line}
	}
	return nil
}

// waitingBack gives the lines that enter again what runs, in place of all that waits;
// none where one of them is not known: half a way back is none. What shrinks stands
// before what grows.
func (c Box) waitingBack() []string {
	var shrink, grow []string
	for _, p := range c.Device.Pending {
		line := strings.TrimPrefix(strings.Trim(p.What, "`"), "no ")
		key, isRegion := regionOf(line)
		var back []string
		switch {
		case isRegion && p.From != "":
			back = c.regionBack(key, p.From)
		case strings.HasPrefix(line, RoutingKnob+" mode"):
			back = c.ModeBack(c.FlagText(fact.FlagModeRunning))
		case strings.HasPrefix(line, RoutingKnob+" "):
			back = c.ModeBack(strings.TrimPrefix(line, RoutingKnob+" "))
		case strings.HasPrefix(line, "system urpf") && p.From != "":
			back = []string{map[bool]string{true: "no ", false: ""}[strings.HasSuffix(p.From, "enabled")] + "system urpf disable"}
		case strings.HasPrefix(line, forwardingKnob+" "):
			back = c.forwardingBack()
		case line == hostECMP:
			back = []string{map[bool]string{true: "", false: "no "}[strings.Contains(p.What, "no ")] + hostECMP}
		}
		if len(back) == 0 || strings.HasSuffix(back[0], " ") {
			return nil
		}
		if isRegion && len(p.From) > len(p.To) || len(p.From) == len(p.To) && p.From > p.To {
			grow = append(grow, back...)
		} else {
			shrink = append(shrink, back...)
		}
	}
	return slices.Concat(shrink, grow)
}

// regionBack enters the size of a region again. On the first generation an entry of a
// double-wide region takes two cells, and the line says so: where the switch did not
// print the region it is not known (lines-xr:6 [log TLOG1]).
func (c Box) regionBack(key, size string) []string {
	line := RegionKnob + " " + key + " " + size
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		if _, word := RegionWords(t); word != key {
			continue
		}
		if t.Cost == 2 {
			line += " double-wide"
		}
		return []string{line}
	}
	if c.GenOne() {
		return nil
	}
	return []string{line}
}

// regionOf takes the word of a region out of a pending change.
func regionOf(what string) (key string, ok bool) {
	if key, ok = strings.CutPrefix(what, "ACL region "); ok {
		return key, key != ""
	}
	rest, ok := strings.CutPrefix(what, RegionKnob+" ")
	key, _, _ = strings.Cut(rest, " ")
	return key, ok
}

// withBack names the knob of what waits already, and puts its way back behind it.
func (c Box) withBack(p *solve.Proposal) *solve.Proposal {
	if len(p.Undo) > 0 || len(p.Commands) > 0 || len(c.Device.Pending) == 0 {
		return p
	}
	p.Undo = c.waitingBack()
	p.Unproven = c.derived(p.Undo)
	what := strings.TrimPrefix(strings.Trim(c.Device.Pending[0].What, "`"), "no ")
	switch _, region := regionOf(what); {
	case region:
		p.Knob = RegionKnob
	case strings.HasPrefix(what, RoutingKnob):
		p.Knob = RoutingKnob
	case strings.HasPrefix(what, forwardingKnob):
		p.Knob = forwardingKnob
	case strings.HasPrefix(what, hostECMP):
		p.Knob = hostECMP
	}
	return p
}

// RoutingMode is the active mode: the word of the configuration where the switch
// prints configured and applied as the same, or the name of the default. Other
// names that are printed are no words of the command line (nxos:3.1):
// without the configuration it is not known, "".
func (c Box) RoutingMode() string {
	configured, applied := c.Device.Carve.Configured.Text, c.Device.Carve.Active.Text
	switch word := c.FlagText(fact.FlagModeRunning); {
	case word != "" && applied != "" && configured == applied:
		return word
	case c.Device.Carve.Default:
		return applied
	}
	return ""
}

// modeForSwitching says that the mode which waits takes no routes: l2-heavy goes
// without SVIs, layer 3 and VXLAN (nxos:2.3, lines-xr:6);
// "" = it is another one, or nothing is routed.
func (c Box) modeForSwitching() string {
	next := c.Device.Carve.AfterReload.Text
	if next == "" {
		next = c.Device.Carve.Configured.Text
	}
	named := func(text string) bool { return ledger.HasWord(text, "l") && ledger.HasWord(text, "heavy") }
	waits := named(next) && !named(c.Device.Carve.Active.Text)
	for _, p := range c.Device.Pending {
		waits = waits || strings.Contains(p.What+" "+p.To, "template-l2-heavy")
	}
	if n, _ := c.Routed(); c.Device.Identity.OS != fact.NXOS || !waits || n == 0 && c.RoutesNothing() {
		return ""
	}
	return "template-l2-heavy is for switching: no SVIs, no layer 3, no VXLAN"
}

// RegionWords takes "IPV4 RACL [racl]" apart. A row of another output, and one
// without a word of the command line ("Ingress System"), has no key.
func RegionWords(t *fact.Table) (label, key string) {
	label, inside, _ := strings.Cut(t.Name, "[")
	if t.Pool != "acl-tcam" || !t.Configured.Known() {
		return "", ""
	}
	return strings.TrimSpace(label), strings.TrimSuffix(inside, "]")
}

// GenOne reports whether the switch is of the first generation.
func (c Box) GenOne() bool { return slices.Contains(c.Silicon(), classGen1) }

// NormalMode names a division of the normal mode as it is entered.
func NormalMode(routes, multicast int) string {
	return fmt.Sprintf("normal lpm-entry %d mcast-entry %d", routes, multicast)
}

// The classes of the catalog that are asked for by name.
const (
	classGen1 catalog.Class = "gen1"
)
