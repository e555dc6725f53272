package registry_test

import (
	"path"
	"testing"

	"github.com/headroom-audit/headroom/vendors"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/registry"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// TestEveryFamilyHasSupport: the matrix has a line for each registered platform
// and for nothing else.
func TestEveryFamilyHasSupport(t *testing.T) {
	known := map[string]bool{}
	for _, o := range registry.All() {
		for _, p := range o.Platforms {
			known[p.Family()] = true
			if f := vendors.Catalog().Family(p.Family()); f == nil || f.Support == nil {
				t.Errorf("%s has no support in the catalog", p.Family())
			}
		}
	}
	for _, f := range vendors.Catalog().Families() {
		if !known[f.Family] {
			t.Errorf("the catalog has %s, which no operating system registers", f.Family)
		}
	}
}

// capture is one output of the corpus with what was read from it.
type capture struct {
	name    string
	reading fact.Reading
}

func captures(t *testing.T) []capture {
	t.Helper()
	var out []capture
	for _, o := range registry.All() {
		for _, c := range vendortest.Corpus(t, corpus, o.ID) {
			r, _, _ := o.ReadOutput(c.Command, c.Text, 0, false)
			out = append(out, capture{c.Name, r})
		}
	}
	if len(out) == 0 {
		t.Skip("no corpus at hand")
	}
	return out
}

// TestCountsOfCaptures: the numbers in the catalog are those of the corpus, and
// no capture counts for two families.
func TestCountsOfCaptures(t *testing.T) {
	all := captures(t)
	counted := map[string]string{}
	for _, f := range vendors.Catalog().Families() {
		for _, c := range f.Support.Captures {
			n := 0
			for i := range all {
				if !matches(t, c.At, all[i].name) {
					continue
				}
				n++
				if other := counted[all[i].name]; other != "" {
					t.Errorf("%s counts for %s and for %s", all[i].name, other, f.Family)
				}
				counted[all[i].name] = f.Family
			}
			if n != c.Count {
				t.Errorf("%s: %s are %d captures, the catalog says %d", f.Family, c.At, n, c.Count)
			}
		}
	}
}

func matches(t *testing.T, pattern, name string) bool {
	t.Helper()
	ok, err := path.Match(pattern, name)
	if err != nil {
		t.Fatalf("%q: %v", pattern, err)
	}
	return ok
}

// TestProvenIsSeen: what the matrix calls proven was read from at least one of
// the captures of the family. The limit of the silicon and the solver are not
// read from one output: their proof is arithmetic, tested where it is done.
func TestProvenIsSeen(t *testing.T) {
	all := captures(t)
	// Recognised by comparing several outputs of one card: the platform's Parse.
	elsewhere := map[string]bool{"ncs5500 active": true, "cat6500 active": true}
	seen := map[string]func(*fact.Reading) bool{
		"identified": func(r *fact.Reading) bool {
			return r.Identity.Model != "" || r.Identity.Version != "" || len(r.Identity.Parts) > 0 || r.Family != ""
		},
		"configured": func(r *fact.Reading) bool {
			return r.Carve.Configured.Known() || anyRow(r, func(row *fact.Table) bool { return row.Configured.Known() })
		},
		"active": func(r *fact.Reading) bool { return r.Carve.Active.Known() || hasFlag(r, "urpf") },
		"used":   func(r *fact.Reading) bool { return anyRow(r, func(row *fact.Table) bool { return row.Used.Known() }) },
		"cap":    func(r *fact.Reading) bool { return anyRow(r, func(row *fact.Table) bool { return row.Cap.Known() }) },
		"exception": func(r *fact.Reading) bool {
			return len(r.Exceptions) > 0 || anyRow(r, func(row *fact.Table) bool { return row.State != "" })
		},
		"reload safety": func(r *fact.Reading) bool {
			b, h := &r.Boot, &r.Redundancy
			return b.Register.Known() || b.Variable.Known() || b.Manual != fact.Unknown || h.Mode.Known() || h.Standby.Known() || h.Ready != fact.Unknown || standing(r)
		},
	}
	for _, f := range vendors.Catalog().Families() {
		for _, cell := range f.Support.Cells() {
			test := seen[cell.Name]
			if cell.Proof.Grade != fact.Proven || test == nil || elsewhere[f.Family+" "+cell.Name] {
				continue
			}
			if !anyCapture(t, all, f.Support, test) {
				t.Errorf("%s: %s is called proven, but no capture of the family shows it", f.Family, cell.Name)
			}
		}
	}
}

func anyCapture(t *testing.T, all []capture, s *catalog.Support, test func(*fact.Reading) bool) bool {
	t.Helper()
	for i := range all {
		for _, c := range s.Captures {
			if matches(t, c.At, all[i].name) && test(&all[i].reading) {
				return true
			}
		}
	}
	return false
}

func anyRow(r *fact.Reading, test func(*fact.Table) bool) bool {
	for i := range r.Tables {
		if test(&r.Tables[i]) {
			return true
		}
	}
	return false
}

func hasFlag(r *fact.Reading, name string) bool {
	for _, f := range r.Flags {
		if f.Name() == name {
			return true
		}
	}
	return false
}

// standing reports whether the state of a card or member was read.
func standing(r *fact.Reading) bool {
	for _, p := range r.Identity.Parts {
		if p.State != "" {
			return true
		}
	}
	return false
}
