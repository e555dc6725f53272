package fleet_test

import (
	"slices"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// translated is the one router whose answers nobody understands.
const translated = "gru4-edge-09"

// Every line of the fleet is read, but for the router that is there to show what
// happens where lines are not.
func TestEveryLineIsRead(t *testing.T) {
	reg := registry.All()
	for _, m := range members(t) {
		d := reg.Parse(m.Transcript, "")
		if m.Name == translated {
			if len(d.Unread) == 0 {
				t.Errorf("%s: every line is read, some must not be", m.Name)
			}
			continue
		}
		for _, l := range d.Unread {
			t.Errorf("%s: `%s` line %d is not read: %q", m.Name, d.Outputs[l.Output].Command, l.No, l.Text)
		}
		for i := range d.Outputs {
			if o := &d.Outputs[i]; o.Why != "" && o.Unread > 0 && o.State != "rejected" { // nothing configured, nothing logged: nothing to read
				t.Errorf("%s: `%s`: %s", m.Name, o.Command, o.Why)
			}
		}
	}
}

// Every row and flag is made of declared words: a rule asks for them by name.
func TestRowsAreMadeOfDeclaredWords(t *testing.T) {
	reg := registry.All()
	for _, m := range members(t) {
		d := reg.Parse(m.Transcript, "")
		for i := range d.Tables {
			row := &d.Tables[i]
			if !row.Resource.Known() || !slices.Contains(fact.Units(), row.Unit) {
				t.Errorf("%s: `%s` line %d: resource %q, unit %q", m.Name, d.Outputs[row.Output].Command, row.Line, row.Resource, row.Unit)
			}
		}
		for _, f := range d.Flags {
			if !f.Typed() {
				t.Errorf("%s: flag %q is not declared, or its value %v is not of its type", m.Name, f.Name(), f.Value)
			}
		}
	}
}
