package junos_test

import (
	"testing"
)

// TestResourceMonitorOfTheNextSlot: a second slot stands below the PFEs of the
// first, without a title of its own. (synthetic)
func TestResourceMonitorOfTheNextSlot(t *testing.T) {
	text := `Slot #         % Heap Free        RTT      Average RTT
     0             58             12      13

                 PFE #      % ENCAP mem Free      % NH mem Free      % FW mem Free
                    0               NA                 73                 99
     1             17*            12      13
                 PFE #      % ENCAP mem Free      % NH mem Free      % FW mem Free
                    0               NA                 64                 98
`
	r, _, _ := withRooms().ReadOutput("show system resource-monitor fpc", text, 0, false)
	got := map[string]string{}
	for i := range r.Tables {
		row := &r.Tables[i]
		got[row.Name+" of "+row.Scope.String()] = row.Used.String()
	}
	for name, want := range map[string]string{
		"FPC heap of fpc 0": "42", "FPC heap of fpc 1": "83", "NH memory of fpc0 pfe 0": "27", "NH memory of fpc1 pfe 0": "36",
	} {
		if got[name] != want {
			t.Errorf("%s: %q, want %q (%v)", name, got[name], want, got)
		}
	}
	if len(r.Exceptions) != 1 {
		t.Errorf("%d watermarks reached, want the one of the heap of slot 1", len(r.Exceptions))
	}
}
