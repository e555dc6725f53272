package dnx

import (
	"slices"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/vendors/division"
)

// Lines are fitted to what stands in the configuration: nothing is entered that the
// release does by itself, what excludes the new line goes first, and the rollback
// leaves what stood there (lines-xr:0, lines-xr:1).
func TestLinesFitTheConfiguration(t *testing.T) {
	const scale, acl20 = "hw-module tcam fib ipv4 scaledisable", "hw-module profile tcam acl-prefix percent 20"
	for _, tt := range []struct {
		name, version, lines string
		whole                bool
		commands, undo       []string
		want, back           []string
	}{
		{"internet-optimized lingers", "7.3.2", internetOpt, true, []string{lineHostOptimizedDisable}, []string{"no " + lineHostOptimizedDisable}, []string{"no " + internetOpt, lineHostOptimizedDisable}, []string{"no " + lineHostOptimizedDisable}},
		{"and only a part was shown", "7.3.2", internetOpt, false, []string{lineHostOptimizedDisable}, []string{"no " + lineHostOptimizedDisable}, []string{"no " + internetOpt, lineHostOptimizedDisable}, []string{"no " + lineHostOptimizedDisable}},
		{"nothing lingers", "7.3.2", "", true, []string{lineHostOptimizedDisable}, []string{"no " + lineHostOptimizedDisable}, []string{lineHostOptimizedDisable}, []string{"no " + lineHostOptimizedDisable}},
		{"the default needs no line", "6.6.3", scale, true, []string{"no " + scale, aclNone}, []string{scale}, []string{"no " + scale}, []string{scale}},
		{"the old default does", "6.3.1", scale, true, []string{"no " + scale, aclNone}, []string{scale}, []string{"no " + scale, aclNone}, []string{scale, "no " + aclNone}},
		{"the carve of the release, no line stood before", "6.2.2", "", true, []string{aclNone}, []string{acl20}, []string{aclNone}, []string{"no " + aclNone}},
		{"a carve that is configured", "6.6.3", acl20, true, []string{aclNone}, nil, []string{aclNone}, []string{acl20}},
		{"nothing was shown", "6.6.3", "", false, []string{"no " + scale, aclNone}, []string{scale}, []string{"no " + scale, aclNone}, []string{scale}},
	} {
		d := &fact.Device{Identity: fact.Identity{OS: fact.IOSXR, Version: tt.version}}
		if tt.lines != "" {
			d.Flags = append(d.Flags, fact.Flag{Key: fact.FlagHwModule, Value: tt.lines})
		}
		if tt.whole {
			d.Flags = append(d.Flags, fact.Flag{Key: fact.FlagHwModuleAll, Value: true})
		}
		p := &solve.Proposal{Commands: tt.commands, Undo: tt.undo}
		box{division.Box{View: &ledger.View{Device: d}}}.asConfigured(p)
		if !slices.Equal(p.Commands, tt.want) || !slices.Equal(p.Undo, tt.back) {
			t.Errorf("%s: %q, back %q", tt.name, p.Commands, p.Undo)
		}
	}
}

// Who takes the share of hybrid access lists away looks for them first.
func TestHybridAccessListsAreLookedFor(t *testing.T) {
	for _, lines := range [][]string{{aclNone}, {"no hw-module profile tcam acl-prefix percent 20"}} {
		if got := reversePath(lines); len(got) != 1 || got[0].Command != "show running-config | include compress level" {
			t.Errorf("%q: %+v", lines, got)
		}
	}
	if got := reversePath([]string{"no " + lineHostOptimizedDisable}); len(got) != 1 || got[0].Expect != "no interface with unicast RPF" {
		t.Errorf("unicast RPF is not looked for: %+v", got)
	}
	if got := reversePath([]string{lineHostOptimizedDisable}); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}
