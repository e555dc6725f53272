package sdm

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
)

// sdmLine gives the configuration line that enters an SDM template, from the name
// that `show sdm prefer` prints; "" where the words are not known. The older
// switches print "desktop IPv4 and IPv6 routing" for `sdm prefer
// dual-ipv4-and-ipv6 routing`, the newer ones "Distribution" for `sdm prefer
// distribution` (lines-ios:3.1, lines-ios:3.3, lines-ios:6).
func (c box) sdmLine(template string) string {
	name := strings.ToLower(strings.Join(strings.Fields(template), " "))
	word, _, _ := strings.Cut(name, " ")
	if word == "desktop" || isAggregate(word) {
		_, name, _ = strings.Cut(name, " ")
	}
	switch {
	case strings.HasPrefix(name, "ipv4 and ipv6 "):
		name = "dual-ipv4-and-ipv6 " + name[len("ipv4 and ipv6 "):]
	case strings.HasPrefix(name, "indirect ipv4 and ipv6"):
		name = "indirect-ipv4-and-ipv6-routing"
	}
	if !slices.Contains(c.Templates, name) {
		return ""
	}
	line := "sdm prefer " + name
	if word == "desktop" && c.twelveS() {
		line += " desktop" // without it the switch takes the aggregator's: lines-ios:3.1
	}
	return line
}

// isAggregate reports the first word of a template for a 3750-12S.
func isAggregate(word string) bool { return word == "aggregate" || word == "aggregator" }

// twelveS reports a Catalyst 3750-12S in the stack: it takes the templates of the
// aggregator unless `desktop` is the last word of the line.
func (c box) twelveS() bool { return slices.ContainsFunc(c.members(), isTwelveS) }

func isTwelveS(pid string) bool {
	pid = strings.ToUpper(pid)
	return strings.HasPrefix(pid, "WS-C3750") && strings.Contains(pid, "-12S")
}

// members gives the part numbers of the switch and of the members of its stack.
func (c box) members() []string {
	out := []string{c.Device.Identity.Model}
	for _, p := range c.Device.Identity.Parts {
		if strings.HasPrefix(p.Name, "switch ") && p.PID != "" {
			out = append(out, p.PID)
		}
	}
	return out
}

// splitsStack says why a template cannot be entered on this stack; "" = it can.
// A member that cannot run it is no member any more (lines-ios:3.2).
func (c box) splitsStack(template string) string {
	word, _, _ := strings.Cut(strings.ToLower(template), " ")
	if !isAggregate(word) {
		return ""
	}
	for _, pid := range c.members() {
		if pid != "" && !isTwelveS(pid) {
			return "only a 3750-12S runs it: " + pid + " would come up as SDM Mismatch and not forward"
		}
	}
	return ""
}

// forSwitching says why a template must not run on a device that routes, where
// its sizes or what must go into them are not known; "" = nothing is known against
// it. On the 3560 and 3750 `vlan` holds no unicast routes, on the 2960-XR 256 of
// each, `layer-2` is for switching alone (lines-ios:3.1).
func (c box) forSwitching(template string) string {
	if len(c.Templates) > 0 && (ledger.HasWord(template, "vlan") || ledger.HasWord(template, "layer")) {
		return template + " is the template for switching: it holds no unicast routes in hardware, or nearly none"
	}
	return ""
}

// withoutSizes is forSwitching of a template whose sizes nobody printed: those of
// the templates that are not for routing differ by model, and custom ones are what
// was asked for.
func (c box) withoutSizes(template string) string {
	switch {
	case len(c.Templates) == 0:
		return ""
	case ledger.HasWord(template, "custom"):
		return "what was committed below `sdm prefer custom` was not read: `show sdm prefer custom` shows it"
	case ledger.HasWord(c.Device.Carve.Active.Text, "lanbase") && !ledger.HasWord(template, "routing"): // ios:3: 2960 default and dual
		return "lanbase-routing is what routes on this switch, and how many routes " + template + " holds is not known: on a 2960 none"
	case ledger.HasWord(template, "access"), ledger.HasWord(template, "nat"), ledger.HasWord(template, "qos"):
		return template + " is no template for routing, and how many routes it holds on this model is not known"
	}
	return c.forSwitching(template)
}

// mustNotRun says why an SDM template that waits must not be reloaded into, whatever
// it gives: it splits the stack, or nobody saw which one it is. "" = it may.
func (c box) mustNotRun(name string) string {
	switch {
	case len(c.Templates) == 0:
		return ""
	case !c.Device.Carve.AfterReload.Known() && len(c.AfterReload()) == 0:
		return "which template waits was not shown: `show sdm prefer`"
	}
	return c.splitsStack(name)
}

// keepTemplate prefers the template that runs, where it holds what it must, to
// another one in place of one that waits and does not: nothing has to be reloaded.
func (c box) keepTemplate(p *solve.Proposal) *solve.Proposal {
	active := c.Device.Carve.Active.Text
	at := slices.IndexFunc(p.Others, func(o solve.Other) bool { return strings.EqualFold(o.Name, active) })
	if p.Waits == "" || !p.Replaces() || at < 0 || c.sdmLine(active) == "" {
		return p
	}
	o, q := p.Others[at], *p
	q.Name, q.Lasts, q.Until, q.Takes, q.Reason = o.Name, o.Lasts, o.Until, "", o.Name+": "+o.Lasts
	q.Action, q.Commands, q.Undo, q.Predict, q.Before, q.Caps = solve.None, nil, nil, nil, nil, nil
	q.Others = append([]solve.Other{p.Other()}, slices.Delete(slices.Clone(p.Others), at, at+1)...)
	return &q
}

// templateBack gives a plan that changes the template, or reloads into another one, the
// line that enters again what runs now.
func (c box) templateBack(p *solve.Proposal) *solve.Proposal {
	p = c.keepTemplate(p)
	line := c.sdmLine(c.Device.Carve.Active.Text)
	waits := len(c.Device.Pending) > 0 || c.Device.PendingKnown == fact.Yes
	if line == "" || len(p.Commands) == 0 && p.Action != solve.Reload && p.Action != solve.Save && !waits {
		return p
	}
	if p.Action == solve.Reload && ledger.HasWord(c.Device.Carve.Active.Text, "routing") && !ledger.HasWord(c.Device.Carve.AfterReload.Text, "routing") && c.Older {
		p.Before = append(p.Before, noPolicyRouting())
	}
	p.Undo, p.Unproven = []string{line}, nil
	if change := c.View.Family.Change(strings.TrimSuffix(line, " desktop")); change == nil || !change.Grade.Confirmed() {
		p.Unproven = p.Undo
	}
	return p
}
