package session_test

import (
	"testing"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/audittest"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules/session"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/solve"
)

func TestRules(t *testing.T) {
	audittest.Rules(t, session.Rules(),
		audittest.Fires("session/host-key", "changed", audittest.Device(func(d *fact.Device) {
			d.Failure = fact.Failure{Cause: "hostkey", Text: "the host key changed: known A, shown B"}
		}), audit.OK, policy.Crit, solve.Investigate, "known A, shown B: another device, new keys, or somebody in between; no password was sent"),
		audittest.Fires("session/host-key", "nothing more is known", audittest.Device(func(d *fact.Device) { d.Failure.Cause = "hostkey" }), audit.OK, policy.Crit, solve.Investigate, "not the one that is known"),
		audittest.Fires("session/host-key", "nobody checks", audittest.Device(func(d *fact.Device) { d.Session.HostKeys = "off" }), audit.OK, policy.Warn, solve.None, "whoever answers gets the password"),
		audittest.Quiet("session/host-key", "known", audittest.Device(func(d *fact.Device) { d.Session.HostKeys = "tofu" })),
		audittest.Quiet("session/host-key", "another failure", audittest.Device(func(d *fact.Device) { d.Failure.Cause = "auth" })),
		audittest.Fires("session/legacy-crypto", "group 1", audittest.Device(func(d *fact.Device) { d.Session.Kex = "diffie-hellman-group1-sha1" }), audit.OK, policy.Warn, solve.None, "diffie-hellman-group1-sha1"),
		audittest.Fires("session/legacy-crypto", "telnet", audittest.Device(func(d *fact.Device) { d.Session.Transport = "telnet" }), audit.OK, policy.Warn, solve.None, "in the clear"),
		audittest.Fires("session/legacy-crypto", "allowed, not needed", audittest.Device(func(d *fact.Device) { d.Session.Kex, d.Session.Legacy = "curve25519-sha256", []string{"cbc"} }), audit.OK, policy.Info, solve.None, "take them out"),
		audittest.Quiet("session/legacy-crypto", "modern", audittest.Device(func(d *fact.Device) { d.Session.Kex, d.Session.Cipher = "curve25519-sha256", "aes128-ctr" })),
	)
}
