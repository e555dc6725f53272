package vendors_test

import (
	"testing"
	"time"

	"github.com/headroom-audit/headroom/vendors"
)

func TestBooted(t *testing.T) {
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		uptime string
		want   time.Time
	}{
		{"3 weeks, 1 day, 2 hours", time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)},
		{"booted 2026-11-20 11:20:00 UTC (4d 00:40 ago)", time.Date(2026, 11, 20, 11, 20, 0, 0, time.UTC)},
		{"a while", time.Time{}},
		{"", time.Time{}},
	} {
		got, ok := vendors.Booted(tt.uptime, at)
		if !got.Equal(tt.want) || ok == tt.want.IsZero() {
			t.Errorf("%q: %v, %v; want %v", tt.uptime, got, ok, tt.want)
		}
	}
}
