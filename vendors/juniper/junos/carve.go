package junos

import (
	"slices"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/solve"

	"github.com/headroom-audit/headroom/fact"
)

// longPrefix is the parameter of a profile that makes room for IPv6 prefixes longer
// than /64.
const longPrefix = "num-65-127-prefix"

// UFTPath is where the profile of a unified forwarding table is configured.
const UFTPath = "chassis forwarding-options"

// HWPath is where the profiles of Junos Evolved are.
const HWPath = "system packet-forwarding-options"

// whole reports whether the configuration of a hierarchy was shown: whole, and
// nothing in it or above it hidden. "Not shown" is never "not configured".
func whole(d *fact.Device, hierarchy string) bool {
	shown := false
	for _, f := range d.Flags {
		at, _ := f.Value.(string)
		switch {
		case f.Key == fact.FlagHidden && (below(hierarchy, at) || below(at, hierarchy)):
			return false
		case f.Key == fact.FlagShown:
			shown = shown || below(hierarchy, at)
		}
	}
	return shown
}

// Present gives the members of a virtual chassis that run, and those that do not.
func Present(d *fact.Device) (run, down []string) {
	for _, p := range d.Identity.Parts {
		m, ok := strings.CutPrefix(p.Name, "member ")
		if !ok || strings.HasPrefix(m, "re") {
			continue
		}
		if m = digits(m); strings.HasPrefix(p.State, "NotPrsnt") {
			down = append(down, m)
		} else if !slices.Contains(run, m) {
			run = append(run, m)
		}
	}
	return run, down
}

// Runs gives the profile that each member prints; "" = the answer names no member.
func Runs(d *fact.Device) map[string][]fact.Flag {
	out := map[string][]fact.Flag{}
	for _, f := range d.Flags {
		if f.Key == fact.FlagMemberProfile {
			out[f.About] = append(out[f.About], f)
		}
	}
	if len(out) > 1 {
		delete(out, "") // another answer says which member it is
	}
	return out
}

// silent gives the members that run and printed no profile.
func silent(d *fact.Device) []string {
	run, _ := Present(d)
	got := Runs(d)
	if len(got[""]) > 0 && len(run) < 2 {
		return nil
	}
	return slices.DeleteFunc(run, func(m string) bool { return len(got[m]) > 0 })
}

// Members counts the members: 0 = nobody asked.
func Members(d *fact.Device) int {
	run, _ := Present(d)
	n := len(run)
	for m := range Runs(d) {
		if m != "" && !slices.Contains(run, m) {
			n++
		}
	}
	if _, one := Runs(d)[""]; n == 1 && len(run) == 0 && !one {
		return 0 // one member that printed: others may not have been asked
	}
	return n
}

// CommitActs reports whether the commit itself restarts the members of a virtual
// chassis: QFX5100 and EX4600 before 14.1X53-D40, 15.1R5 and 16.1R3
// [lines-junos, qfx5k].
func CommitActs(d *fact.Device) bool {
	if !HasPrefix(ModelName(d.Identity), "qfx5100", "ex4600") {
		return false
	}
	v := d.Identity.Version
	major, minor, ok := trainOf(v)
	if !ok {
		return false
	}
	train := 100*major + minor
	switch {
	case train < 1401:
		return true
	case train == 1401:
		return strings.Contains(v, "X53-D") && number(v, "X53-D") < 40
	case train == 1501:
		return strings.Contains(v, "R") && number(v, "R") < 5
	case train == 1601:
		return strings.Contains(v, "R") && number(v, "R") < 3
	}
	return false
}

// Restarts reports whether a commit restarts the PFE: on a standalone box, on an old
// virtual chassis, and as far as is known where nobody asked how many members it has.
func Restarts(d *fact.Device) bool { return Members(d) < 2 || CommitActs(d) }

// trainOf reads "18.4R2-S7.4" as 18 and 4.
func trainOf(version string) (major, minor int, ok bool) {
	a, rest, ok := strings.Cut(version, ".")
	major, err := strconv.Atoi(a)
	if !ok || err != nil || rest == "" || rest[0] < '0' || rest[0] > '9' {
		return 0, 0, false
	}
	return major, number("."+rest, "."), true
}

// number is the number behind a mark in s.
func number(s, mark string) int {
	_, rest, _ := strings.Cut(s, mark)
	end := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
	if end >= 0 {
		rest = rest[:end]
	}
	n, _ := strconv.Atoi(rest)
	return n
}

// UnifiedTable resolves the three states of a UFT box, per member [junos:0, junos:4]. A
// standalone box restarts its PFE by the commit itself, so nothing can wait there;
// on a virtual chassis a configured profile waits for the reboot of each member.
func UnifiedTable(d *fact.Device, fallback string, source string) {
	c := &d.Carve
	if !c.Configured.Known() && fallback != "" && whole(d, UFTPath) {
		c.Configured = fact.Setting{Text: fallback, Grade: fact.Inferred, Note: "no profile is configured: the default, " + source}
	}
	c.Default = c.Default || fallback != "" && c.Active.Text == fallback
	if !c.Configured.Known() || !c.Active.Known() {
		return
	}
	old := Differing(d)
	switch {
	case len(old) > 0 && Overtaken(d):
		d.PendingKnown = fact.Unknown // see overtaken
	case len(old) == 0 && len(silent(d)) > 0:
		d.PendingKnown = fact.Unknown // a member was not read
	case len(old) == 0:
		c.AfterReload = c.Configured
		d.PendingKnown = fact.No
	case Members(d) > 1 && !CommitActs(d):
		c.AfterReload = c.Configured
		d.PendingKnown = fact.Yes
		d.Pending = append(d.Pending, changes(d, old)...)
	default:
		// One box, or nobody asked how many: the two cannot both be true of a
		// standalone box, so what comes after a restart is not known.
		c.AfterReload = fact.Setting{Grade: fact.UnknownGrade, Note: "configured and active profile differ, and no virtual chassis was seen"}
	}
}

// Differing gives what members run that is not configured, in their order.
func Differing(d *fact.Device) []fact.Flag {
	var out []fact.Flag
	want := d.Carve.Configured.Text
	for _, f := range d.Flags {
		if f.Key == fact.FlagMemberProfile && !strings.EqualFold(f.Text(), want) && len(Runs(d)[f.About]) > 0 {
			out = append(out, f)
		}
	}
	return append(out, longDiffering(d)...)
}

// Overtaken reports whether the newest answer of every member shows what is
// configured, and an older one to another question does not: in between the switch
// may have come back from a reboot that the log does not show.
func Overtaken(d *fact.Device) bool {
	if len(longDiffering(d)) > 0 {
		return false
	}
	for _, flags := range Runs(d) {
		newest := slices.MaxFunc(flags, func(a, b fact.Flag) int { return int(a.Span.Output) - int(b.Span.Output) })
		if !strings.EqualFold(newest.Text(), d.Carve.Configured.Text) {
			return false
		}
	}
	return true
}

// longDiffering compares the room that is configured for long IPv6 prefixes with
// that of each member, where both are told.
func longDiffering(d *fact.Device) []fact.Flag {
	var out []fact.Flag
	for _, f := range d.Flags {
		if f.Key != fact.FlagLongConfigured {
			continue
		}
		for _, g := range d.Flags {
			if g.Key == fact.FlagLongActive && g.Value != f.Value {
				out = append(out, g)
			}
		}
	}
	return out
}

// changes are what waits: of the chassis where every member runs the same, else of
// each member that is behind.
func changes(d *fact.Device, old []fact.Flag) []fact.Change {
	var out []fact.Change
	behind := map[string]bool{}
	for _, f := range old {
		behind[f.About] = true
	}
	alike := len(behind) >= Members(d) || behind[""]
	for _, f := range old {
		from, _ := f.Value.(string)
		what, to := "UFT profile", d.Carve.Configured.Text
		if f.Key == fact.FlagLongActive {
			what = longPrefix
			long, _ := d.Said(fact.FlagLongConfigured)
			to = long.Text()
		}
		if m := f.About; !alike && m != "" {
			what += " of member " + m
		}
		out = append(out, fact.Change{What: what, From: from, To: to, Span: f.Span})
	}
	return out
}

// ProfileDB resolves the hw-db profile: without one configured the default
// depends on the release, balanced before 23.3R1, lean-edge from then on [junos
// 2D]. The commit restarts the PFE, so nothing waits.
func ProfileDB(d *fact.Device) {
	c := &d.Carve
	if c.Active.Grade == fact.Inferred && c.Configured.Known() && NewName(c.Active.Text) != NewName(c.Configured.Text) {
		c.Active, c.Default = fact.Setting{}, false // the log tells of the last start, not of the commit since
	}
	if !c.Configured.Known() && (c.Default || whole(d, HWPath)) {
		if name := DefaultDB(d.Identity.Version); name != "" {
			c.Configured = fact.Setting{Text: name, Grade: fact.Inferred, Note: "none is configured: the default of the release, junos:2D"}
		}
	}
	if !c.Configured.Known() || !c.Active.Known() {
		return
	}
	if NewName(c.Configured.Text) == NewName(c.Active.Text) {
		c.AfterReload = c.Active
		d.PendingKnown = fact.No
	}
}

// NewName maps the names before 23.4 to those since [junos:2D].
func NewName(name string) string {
	switch name {
	case "balanced":
		return "cloud-metro"
	case "balanced-exem":
		return "bng"
	case "l2-xl":
		return "carrier-ethernet"
	case "l3-xl":
		return "lean-edge"
	}
	return name
}

// DefaultDB is the default profile of a release; "" = the release is not known.
func DefaultDB(version string) string {
	major, minor, ok := trainOf(version)
	switch {
	case !ok:
		return ""
	case major > 23 || major == 23 && minor >= 3:
		return "lean-edge"
	}
	return "balanced"
}

// JtreeBack takes back a division of the jtree that was entered and waits for its
// FPCs: each of its words is a flag of its own (lines-junos:mx [doc ME]).
func JtreeBack(d *fact.Device, p *solve.Proposal) *solve.Proposal {
	if len(p.Commands) > 0 || len(p.Undo) > 0 {
		return p
	}
	for _, w := range d.Pending {
		line, gone := strings.CutPrefix(w.To, "no ")
		switch {
		case !strings.HasPrefix(line, "chassis memory-enhanced") && line != "chassis route-memory-enhanced":
			p.Undo = nil
			return p // half a way back is none
		case gone:
			p.Undo = append(p.Undo, "set "+line)
		default:
			p.Undo = append(p.Undo, "delete "+line)
		}
	}
	return p
}
