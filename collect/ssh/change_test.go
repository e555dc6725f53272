package ssh

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/collect/screen"

	"github.com/headroom-audit/headroom/collect"
)

// A password that expired is no rejected one: SSH_MSG_USERAUTH_PASSWD_CHANGEREQ is
// message 60 (RFC 4252, section 8), which the library has no name for.
func TestAPasswordThatExpired(t *testing.T) {
	h := &handshake{auth: auth{asked: true}, wire: &wire{}, target: target{credential: "noc"}, shown: true}
	e := h.why(context.Background(), errors.New("ssh: handshake failed: ssh: unexpected message type 60 (expected 52)"))
	if e.Cause != collect.CauseAuth || e.Asked != screen.ForNewPassword || e.Credential != "noc" || !strings.Contains(e.Msg, "expired") || !strings.Contains(e.Hint, "change the password") {
		t.Errorf("%+v", e)
	}
	h.auth.asked = false
	if e := h.why(context.Background(), errors.New("ssh: unexpected message type 60 (expected 52)")); e.Cause == collect.CauseAuth {
		t.Errorf("before a password was sent: %+v", e)
	}
}
