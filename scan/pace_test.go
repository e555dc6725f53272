package scan_test

import (
	"testing"
	"time"

	"github.com/headroom-audit/headroom/scan"
)

func TestPace(t *testing.T) {
	for name, tt := range map[string]struct {
		planned, done, before int
		took                  time.Duration
		rate                  float64
		left                  time.Duration
		ok                    bool
	}{
		"half":         {100, 50, 0, 10 * time.Second, 5, 10 * time.Second, true},
		"resumed":      {100, 60, 50, 10 * time.Second, 1, 40 * time.Second, true},
		"too early":    {100, 50, 0, time.Second, 0, 0, false},
		"nothing done": {100, 50, 50, time.Minute, 0, 0, false},
		"all done":     {100, 100, 0, time.Minute, 0, 0, false},
		"no plan":      {0, 0, 0, time.Minute, 0, 0, false},
	} {
		rate, left, ok := scan.Pace(tt.planned, tt.done, tt.before, tt.took)
		if rate != tt.rate || left != tt.left || ok != tt.ok {
			t.Errorf("%s: %v/s, %s, %v", name, rate, left, ok)
		}
	}
}
