package whatif

import (
	"fmt"
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/plan"
)

func noWindows() plan.Options { return plan.Options{} }

// BenchmarkAsk asks 100,000 devices with three memories each, of which a fifth falls.
func BenchmarkAsk(b *testing.B) {
	all := make([]audit.Verdict, 100_000)
	for i := range all {
		all[i] = router(fmt.Sprintf("router-%05d", i), 1_000_000, 1_050_000+float64(i%100)*10_000, 1, 0)
		other := all[i].Reaches[0]
		other.Wall *= 4
		all[i].Reaches = append(all[i].Reaches, other, other)
	}
	f := New(all, model(), now)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if a := f.Ask(Question{IPv4: 1_250_000}); a.Falls() != 21_000 {
			b.Fatal(a.Falls())
		}
	}
}
