package audit

import (
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/release"
)

// carveIgnored finds configured lines about the memory that the software does
// not carry out: `hw-module fib ipv4 scale internet-optimized` is ignored without
// a word from IOS-XR 7.3.1 on, its IPv6 form from 7.4.1, and the running
// configuration still shows it (xr:0.8 [V]); and lines that NX-OS
// refused as they were entered.
func carveIgnored() Rule {
	return Rule{
		ID:    "carve/ignored",
		Title: "a configured line about the memory has no effect",
		Check: func(c *Case) []Finding {
			var out []Finding
			for _, f := range c.flags("hw_module") {
				text, _ := f.Value.(string)
				for _, line := range strings.Split(text, "; ") {
					if since := c.ignoredSince(line); since != "" {
						out = append(out, Finding{
							Severity: SevWarn, State: Warn, Action: Investigate, Evidence: c.proof(f.Span),
							Message: fmt.Sprintf("`%s` is configured, and IOS-XR ignores it since %s (this is %s): the memory is divided as if it were not there", strings.TrimSpace(line), since, c.Device.Identity.Version),
						})
					}
				}
			}
			for _, f := range c.flags("config_rejected") {
				out = append(out, Finding{
					Severity: SevWarn, State: Warn, Action: Investigate, Evidence: c.proof(f.Span),
					Message: fmt.Sprintf("the device refused a line about its memory: %v", f.Value),
				})
			}
			return out
		},
	}
}

// ignoredSince gives the release from which line has no effect, "" where it has
// one or the release is not known to be that new.
func (c *Case) ignoredSince(line string) string {
	words := strings.Fields(line)
	if c.Device.Identity.OS != fact.IOSXR || len(words) == 0 || words[len(words)-1] != "internet-optimized" {
		return ""
	}
	since := ""
	switch {
	case strings.Contains(line, "fib ipv4 scale"):
		since = "7.3.1"
	case strings.Contains(line, "fib ipv6 scale"):
		since = "7.4.1"
	}
	if since == "" || !atLeast(c.Device.Identity.Version, since) {
		return ""
	}
	return since
}

// atLeast says that a release is known to be least or later.
func atLeast(version, least string) bool {
	later, known := release.AtLeast(version, least)
	return later && known
}
