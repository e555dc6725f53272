package junos

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors/vendortest"
)

func TestConformance(t *testing.T) { vendortest.Conform(t, OS()) }

func TestDevices(t *testing.T) { vendortest.Devices(t, OS()) }

func FuzzReadOutput(f *testing.F) { vendortest.Fuzz(f, OS()) }

func BenchmarkResourceMonitor(b *testing.B) {
	text := "Slot #  % Heap Free  RTT  Average RTT\n" + strings.Repeat("     1             87\n\n   PFE #      % ENCAP mem Free      % NH mem Free      % FW mem Free\n    0      NA      88      99\n    1      NA      89      99\n\n", 200)
	o := OS()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		o.ReadOutput("show system resource-monitor fpc", text, 0, false)
	}
}
