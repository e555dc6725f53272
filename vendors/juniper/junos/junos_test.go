package junos_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/registry"

	"github.com/headroom-audit/headroom/vendors/vendortest"
)

func TestConformance(t *testing.T) { vendortest.Conform(t, withRooms()) }

func TestDevices(t *testing.T) { vendortest.Devices(t, withRooms()) }

func FuzzReadOutput(f *testing.F) { vendortest.Fuzz(f, withRooms()) }

func BenchmarkResourceMonitor(b *testing.B) {
	text := "Slot #  % Heap Free  RTT  Average RTT\n" + strings.Repeat("     1             87\n\n   PFE #      % ENCAP mem Free      % NH mem Free      % FW mem Free\n    0      NA      88      99\n    1      NA      89      99\n\n", 200)
	o := withRooms()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		o.ReadOutput("show system resource-monitor fpc", text, 0, false)
	}
}

// withRooms is the operating system with its rooms.
func withRooms() *vendors.OS { return registry.All().Find(fact.Junos) }
