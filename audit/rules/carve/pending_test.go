package carve

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
)

// A switch says below every template that it is asked for what comes after the
// reload: it is one change, and each line proves it.
func TestPendingIsSaidOnce(t *testing.T) {
	c := &audit.Case{View: &ledger.View{Device: &fact.Device{
		Pending: []fact.Change{
			{What: "SDM template", From: "default", To: "routing", Span: fact.Span{Line: 2, End: 1}},
			{What: "SDM template", To: "routing", Span: fact.Span{Line: 1, End: 1}},
			{What: "SDM template", To: "vlan", Span: fact.Span{Line: 1, End: 1}},
		},
	}}}
	says, spans := pending(c)
	if got := strings.Join(says, "; "); got != "SDM template default -> routing; SDM template vlan" || len(spans) != 3 {
		t.Errorf("%s, %d spans", got, len(spans))
	}
}
