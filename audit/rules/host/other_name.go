package host

import (
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/solve"
)

// hostOtherName finds a device that answers by another name than the inventory has
// for it: the verdict may be another router's, and no plan is written.
func hostOtherName() audit.Rule {
	return audit.Rule{
		ID:    "host/other-name",
		Title: "another device answered than the inventory names",
		Check: func(c *audit.Case) []audit.Finding {
			d := c.Device
			want := d.Expected
			if want == "" {
				want = d.Name
			}
			if d.Session.Transport == "log" || sameHost(want, d.Identity.Hostname) {
				return nil
			}
			return []audit.Finding{{
				Severity: policy.Warn, State: audit.Unkn, Action: solve.Investigate, Unsafe: true, Evidence: c.Proof(d.Identity.Spans["hostname"]),
				Message: fmt.Sprintf("%q answered, the inventory expects %q: the address, a console line or a jump host may lead elsewhere; where the name is right, write `hostname: %s` in the inventory", d.Identity.Hostname, want, d.Identity.Hostname),
			}}
		},
	}
}

// sameHost reports whether the name that a device gives itself is the one that is
// expected: domains, letter case and the suffix of a routing engine aside. Nothing
// is said of a name that is unknown, or of an address in place of a name.
func sameHost(want, got string) bool {
	if want == "" || got == "" || isAddress(want) {
		return true
	}
	a, b := hostLabel(want), hostLabel(got)
	return a == b || len(b) >= shownPrompt && strings.HasPrefix(a, b)
}

// isAddress reports whether a name is an IP address: digits and dots, or with a
// colon.
func isAddress(name string) bool {
	return strings.Contains(name, ":") || strings.Trim(name, "0123456789.") == ""
}

// shownPrompt is from which length on a prompt may show a name cut short.
const shownPrompt = 20

func hostLabel(name string) string {
	name, _, _ = strings.Cut(strings.ToLower(name), ".")
	for _, re := range []string{"-re0", "-re1"} {
		name = strings.TrimSuffix(name, re)
	}
	return name
}
