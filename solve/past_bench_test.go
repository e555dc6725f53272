package solve

import (
	"math/rand/v2"
	"testing"
	"time"
)

// BenchmarkPastGrowth fits a year of daily readings of one memory.
func BenchmarkPastGrowth(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	samples := make([]Sample, 365)
	for i := range samples {
		samples[i] = Sample{At: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i), Used: 400_000 + float64(i)*130 + 500*r.NormFloat64()}
	}
	for b.Loop() {
		if _, ok := PastGrowth(samples); !ok {
			b.Fatal("no growth")
		}
	}
}
