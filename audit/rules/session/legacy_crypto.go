package session

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/solve"
)

// sessionLegacyCrypto finds sessions that are readable, or nearly: telnet, and
// algorithms that must be allowed by name since nobody offers them any more. The
// list is what the SSH library leaves out of its defaults as insecure
// (collector:3.4: group1-sha1, CBC, arcfour, ssh-dss).
func sessionLegacyCrypto() audit.Rule {
	return audit.Rule{
		ID:    "session/legacy-crypto",
		Title: "the session with the device rests on broken cryptography, or on none",
		Check: func(c *audit.Case) []audit.Finding {
			s := c.Device.Session
			f := audit.Finding{Severity: policy.Warn, State: audit.OK, Action: solve.None}
			used := weak(s.Kex, s.Cipher, s.HostKey)
			switch {
			case s.Transport == "telnet":
				f.Message = "read over telnet: the password crossed the network in the clear"
			case len(used) > 0:
				f.Message = "the session used " + strings.Join(used, ", ") + ": whoever sits on the path may read or change it"
			case len(s.Legacy) > 0 && s.Kex != "":
				f.Severity = policy.Info
				f.Message = "the inventory allows old algorithms (" + strings.Join(s.Legacy, ", ") + ") that the session did not need: take them out"
			case len(s.Legacy) > 0:
				f.Severity = policy.Info
				f.Message = "the inventory allows old algorithms (" + strings.Join(s.Legacy, ", ") + "); whether the session used them is not known"
			default:
				return nil
			}
			return []audit.Finding{f}
		},
	}
}

// weak gives the algorithms among names that are known as broken.
func weak(names ...string) []string {
	var out []string
	for _, n := range names {
		old := []string{"diffie-hellman-group1-sha1", "ssh-dss", "arcfour", "arcfour128", "arcfour256"}
		if slices.Contains(old, n) || strings.HasSuffix(n, "-cbc") {
			out = append(out, n)
		}
	}
	return out
}
