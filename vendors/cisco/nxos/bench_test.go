package nxos_test

import (
	"testing"

	"github.com/headroom-audit/headroom/vendors/vendortest"
)

func BenchmarkReadOutput(b *testing.B) {
	o := whole()
	for _, c := range vendortest.Fixtures(b, "testdata/fixtures") {
		switch c.Name {
		case "show-hardware-capacity-forwarding-n7k-f2", "show-version-n9k", "show-module-9508", "show-running-config", "show-icam-fib-tcam-json", "show-logging":
		default:
			continue
		}
		b.Run(c.Name, func(b *testing.B) {
			b.SetBytes(int64(len(c.Text)))
			b.ReportAllocs()
			for b.Loop() {
				o.ReadOutput(c.Command, c.Text, 0, false)
			}
		})
	}
}
