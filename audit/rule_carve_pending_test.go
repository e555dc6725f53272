package audit

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
)

// A switch says below every template that it is asked for what comes after the
// reload: it is one change, and each line proves it.
func TestPendingIsSaidOnce(t *testing.T) {
	c := &Case{Device: device(func(d *fact.Device) {
		d.Pending = []fact.Change{
			{What: "SDM template", From: "default", To: "routing", Span: span(2)},
			{What: "SDM template", To: "routing", Span: span(1)},
			{What: "SDM template", To: "vlan", Span: span(1)},
		}
	})}
	says, spans := c.pending()
	if got := strings.Join(says, "; "); got != "SDM template default -> routing; SDM template vlan" || len(spans) != 3 {
		t.Errorf("%s, %d spans", got, len(spans))
	}
}
