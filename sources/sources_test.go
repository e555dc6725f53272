package sources_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/sources"
)

func TestTheListLoads(t *testing.T) {
	if n := len(sources.Default().All()); n < 80 {
		t.Errorf("%d sources", n)
	}
}

func TestWhatNobodyCouldFindIsRefused(t *testing.T) {
	for name, raw := range map[string]string{
		"no publisher":  `{documents: {d: {title: x, date: 2026-01-01}}}`,
		"no place":      `{documents: {d: {title: x, publisher: y}}}`,
		"no document":   `{sources: {"ios:1": {proves: x}}}`,
		"not a thing":   `{sources: {"ios:1": {proves: x, documents: [d]}}}`,
		"proves nought": `{documents: {d: {title: x, publisher: y, number: z}}, sources: {"ios:1": {documents: [d]}}}`,
		"another word":  `{documents: {d: {title: x, publisher: y, url: z}}}`,
	} {
		if _, err := sources.Load([]byte(raw)); err == nil {
			t.Errorf("%s: it loads", name)
		}
	}
}

func TestCited(t *testing.T) {
	got := sources.Cited("xr:1.4, xr:2.2 [V]; lines-junos:qfx5k [doc]. See ios:2.1. Not nxos 1.1, http://x:80, messages:list: napalm-logs, junos:2C-Evo [Y]")
	want := []string{"xr:1.4", "xr:2.2", "lines-junos:qfx5k", "ios:2.1", "messages:list", "junos:2C-Evo"}
	if !slices.Equal(got, want) {
		t.Errorf("cited %v", got)
	}
}

func TestASectionStandsForWhatIsBelowIt(t *testing.T) {
	s, ok := sources.Default().Find("xr:2.1.5")
	if !ok || s.Key != "xr:2.1" || len(s.Documents) == 0 || !strings.Contains(s.Documents[0].String(), ", ") {
		t.Errorf("xr:2.1.5 is %+v, %v", s, ok)
	}
	if _, ok := sources.Default().Find("xr:99"); ok {
		t.Error("xr:99 is a source")
	}
}

func TestOfGivesEachOnce(t *testing.T) {
	var keys []string
	for _, s := range sources.Default().Of("xr:2.1.5 and xr:2.1.2", "ios:2.1 [S]") {
		keys = append(keys, s.Key)
	}
	if !slices.Equal(keys, []string{"ios:2.1", "xr:2.1"}) {
		t.Errorf("of %v", keys)
	}
}
