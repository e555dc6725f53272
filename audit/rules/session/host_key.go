package session

import (
	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/solve"
)

// sessionHostKey finds devices that did not prove who they are: a key that is
// not the one that is known, or keys that nobody checks. It does not change the
// state: a device that was refused is FAIL by read/failed already.
func sessionHostKey() audit.Rule {
	return audit.Rule{
		ID:    "session/host-key",
		Title: "the device did not prove that it is the one that is known",
		Check: func(c *audit.Case) []audit.Finding {
			f := audit.Finding{Severity: policy.Crit, State: audit.OK, Action: solve.Investigate}
			switch fail := c.Device.Failure; {
			case fail.Cause == "hostkey" && fail.Text != "":
				f.Message = fail.Text + ": another device, new keys, or somebody in between; no password was sent"
			case fail.Cause == "hostkey":
				f.Message = "the host key is not the one that is known; no password was sent"
			case c.Device.Session.HostKeys == "off":
				f.Severity, f.Action = policy.Warn, solve.None
				f.Message = "its host key is not checked (host_keys: off): whoever answers gets the password"
			default:
				return nil
			}
			return []audit.Finding{f}
		},
	}
}
