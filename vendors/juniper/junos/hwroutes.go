package junos

import (
	"fmt"
	"math"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// HostPool is the table of layer-3 hosts of a UFT box: one pool of units that
// hosts and multicast routes of both families share [junos:2C, KB34576].
const HostPool = "L3 host table"

// LPMPool is the longest-prefix memory. Max is a guaranteed minimum there.
const LPMPool = "LPM (ALPM)"

// hostWeights are the units of the host table per entry [junos:2C: calculated
// on the numbers of KB34576].
func hostWeights() map[fact.Resource]float64 {
	return map[fact.Resource]float64{fact.HostIPv4: 1, fact.HostIPv6: 2, fact.FibMcastIPv4: 2, fact.FibMcastIPv6: 4}
}

// readHardwareRoutes reads `show pfe route summary hw`: the active profile, and
// Max, Used, Free, % free per type [junos:2C]. Used above Max is legal.
func readHardwareRoutes(b *block, r *fact.Reading) {
	var toks []textscan.Token
	heading, scope, member := false, b.deviceScope(), digits(b.member)
	for _, l := range b.lines {
		t := l.Trim()
		switch {
		case strings.HasPrefix(t, "Profile active"):
			activeProfile(b, r, l, member)
		case strings.HasPrefix(t, "Slot ") && len(strings.Fields(t)) == 2:
			member = strings.TrimSuffix(strings.Fields(t)[1], ":")
			scope = b.fpcScope(member)
			b.s.Claim(l)
		case strings.HasPrefix(t, "Type") && strings.Contains(t, "Max"):
			heading = true
			b.s.Claim(l)
		case textscan.IsRule(l):
			b.s.Claim(l)
		case strings.HasPrefix(t, "IPv") && (heading || r.Filtered):
			toks = textscan.Fields(l, toks)
			if row, ok := hardwareRow(b, l, toks); ok {
				row.Scope = scope
				freeAgrees(b, r, l, toks, &row)
				r.Tables, r.Recognised = append(r.Tables, row), true
				b.s.Claim(l)
			}
		}
	}
}

// activeProfile reads "Profile active: lpm-profile".
func activeProfile(b *block, r *fact.Reading, l textscan.Line, member string) {
	_, v, ok := textscan.KeyValue(l, ":")
	if !ok || v.Text == "" {
		return
	}
	r.Carve.Active = r.Carve.Active.Or(setting(v.Text, b.span(l, v)))
	r.Flag(fact.FlagActiveProfile, v.Text, b.span(l, v))
	r.FlagOf(fact.FlagMemberProfile, member, v.Text, b.span(l, v))
	r.Recognised = true
	b.s.Claim(l)
}

func hardwareRow(b *block, l textscan.Line, toks []textscan.Token) (fact.Table, bool) {
	n := len(toks)
	if n < 5 {
		return fact.Table{}, false
	}
	limit, used, free := b.figure(l, toks[n-4]), b.figure(l, toks[n-3]), b.figure(l, toks[n-2])
	if !limit.Known() || !used.Known() || !textscan.IsNumber(toks[n-1].Text) {
		return fact.Table{}, false
	}
	name := strings.TrimSpace(l.Text[toks[0].Lo:toks[n-5].Hi])
	t := fact.Table{
		Name: name, Resource: hardwareResource(name), Unit: fact.UnitEntries,
		Used: used, Cap: limit, Free: free, CapKind: fact.CapGuaranteed, Line: l.No,
	}
	switch {
	case strings.Contains(name, "LPM"):
		t.Pool = LPMPool
	default:
		t.Pool, t.Cost = HostPool, hostWeights()[t.Resource]
	}
	return t, true
}

// freeAgrees compares what is free with the percentage printed beside it: the same
// figure in every capture [junos:2C]. Where they lie apart neither is known.
func freeAgrees(b *block, r *fact.Reading, l textscan.Line, toks []textscan.Token, row *fact.Table) {
	printed, ok := b.figure(l, toks[len(toks)-1]).Get()
	size, _ := row.Cap.Get()
	free, _ := row.Free.Get()
	if !ok || size <= 0 || math.Abs(100*free/size-printed) <= freeRounding {
		return
	}
	r.Flag(fact.FlagImplausible, fmt.Sprintf("%s: %.0f of %.0f free is %.0f %%, and the device prints %.0f %% beside it", row.Name, free, size, 100*free/size, printed), row.Free.Span)
	row.Used, row.Free = fact.Figure{}, fact.Figure{}
}

// freeRounding is how far the two may be apart, in points.
const freeRounding = 2

func hardwareResource(name string) fact.Resource {
	six := strings.HasPrefix(name, "IPv6")
	pick := func(v4, v6 fact.Resource) fact.Resource {
		if six {
			return v6
		}
		return v4
	}
	switch {
	case strings.Contains(name, "LPM"):
		return pick(fact.FibIPv4, fact.FibIPv6)
	case strings.Contains(name, "Host"):
		return pick(fact.HostIPv4, fact.HostIPv6)
	case strings.Contains(name, "Mcast"):
		return pick(fact.FibMcastIPv4, fact.FibMcastIPv6)
	}
	return fact.Resource("uft." + strings.ToLower(strings.ReplaceAll(name, " ", "-")))
}

// readForwardingOptions reads `show chassis forwarding-options` and `show pfe
// uft-profile-info`. No real output of either is known, so the parsers are
// graded unverified: what is taken is a word that is the name of a profile in the
// vendor's models [junos:2C]. Below a heading that speaks of what is configured
// it is not the active one.
func readForwardingOptions(b *block, r *fact.Reading) {
	configured := false
	var toks []textscan.Token
	for _, l := range b.lines {
		t := strings.ToLower(l.Trim())
		if t == "" {
			continue
		}
		toks = textscan.Fields(l, toks)
		name, span := profileWord(b, l, toks)
		switch {
		case textscan.IsRule(l):
		case strings.HasPrefix(t, longPrefix):
			longPrefixes(b, r, l)
		case name == "" && strings.HasSuffix(t, ":"):
			configured = strings.Contains(t, "configured")
		case name == "":
			continue
		case configured || strings.Contains(t, "configured"):
			r.Carve.Configured, r.Recognised = r.Carve.Configured.Or(setting(name, span)), true
		default:
			r.Recognised = true
			memberRuns(b, r, name, span, strings.Contains(t, "(default)"))
		}
		b.s.Claim(l)
	}
}

// memberRuns notes the profile of one member.
func memberRuns(b *block, r *fact.Reading, name string, span fact.Span, byDefault bool) {
	if !r.Carve.Active.Known() {
		r.Carve.Active, r.Carve.Default = setting(name, span), byDefault
		r.Flag(fact.FlagActiveProfile, name, span)
	}
	r.FlagOf(fact.FlagMemberProfile, digits(b.member), name, span)
}

// longPrefixes reads "num-65-127-prefix = 2" of one member.
func longPrefixes(b *block, r *fact.Reading, l textscan.Line) {
	if _, v, ok := textscan.KeyValue(l, "="); ok && textscan.IsNumber(v.Text) {
		r.FlagOf(fact.FlagLongActive, digits(b.member), v.Text, b.span(l, v))
	}
}

// profileWord finds the name of a profile on a line.
func profileWord(b *block, l textscan.Line, toks []textscan.Token) (string, fact.Span) {
	for _, t := range toks {
		if name := strings.Trim(t.Text, `.,;:()"'`); uftProfile(name) {
			return name, b.s.SpanOf(l, name)
		}
	}
	return "", fact.Span{}
}

// uftProfile reports whether name is a profile of [junos:2C, junos:2C-Evo].
func uftProfile(name string) bool {
	switch name {
	case "l2-profile-one", "l2-profile-two", "l2-profile-three", "l3-profile", "lpm-profile", "exact-match-profile",
		"vxlan-gbp-profile", "vxlan-gbp-mc-profile", "gbp-pure-l2-profile", "em-hw-profile", "vxlan-gbp-l2-profile", "vxlan-gbp-l3-profile", "default-profile",
		"ifp-profile", "custom-profile", "host-profile", "host-acl-profile", "l2-profile":
		return true
	}
	return false
}
