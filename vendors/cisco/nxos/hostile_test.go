package nxos_test

import (
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// TestHostileSizes repeats each fixture to half a megabyte: the time to read it
// must grow with its size and not with its square.
func TestHostileSizes(t *testing.T) {
	for _, c := range vendortest.Fixtures(t, "testdata/fixtures") {
		text := strings.Repeat(c.Text, 1+(1<<19)/len(c.Text))
		start := time.Now()
		whole().ReadOutput(c.Command, text, 0, false)
		if took := time.Since(start); took > 3*time.Second {
			t.Errorf("%s: %v for %d bytes", c.Name, took, len(text))
		}
	}
}
