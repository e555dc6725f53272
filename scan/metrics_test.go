package scan

import (
	"testing"
	"time"

	"github.com/headroom-audit/headroom/collect/screen"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
)

// A question for a secret at which nothing was typed is no rejected login, and
// the rejection of a jump host's credential happened once.
func TestRejectedLogins(t *testing.T) {
	m := newMeter(nil, time.Time{})
	dev := inventory.Device{Name: "r1", Credential: "c"}
	for _, e := range []*collect.Error{
		{Cause: collect.CauseAuth},
		{Cause: collect.CauseAuth, Asked: screen.ForPassword},
		{Cause: collect.CauseAuth, Asked: screen.ForCode},
		{Cause: collect.CauseQuestion, Asked: screen.ForOther},
		{Cause: collect.CauseBreaker},
		{Cause: collect.CauseAuth, Credential: "bastion"},
		{Cause: collect.CauseAuth, Credential: "bastion"},
	} {
		m.step(collect.Event{Kind: collect.EventFailed, Device: dev.Name, Err: e}, dev)
	}
	if got := m.sum(time.Time{}, 0).AuthRejects; got != 2 {
		t.Errorf("%d rejected logins, want 2", got)
	}
}
