package inventory

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

var (
	label   = lazyregexp.New(`^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$`)
	numeric = lazyregexp.New(`^[0-9.]+$`)
)

// HostProblem tells whether s is an IPv4 or IPv6 address or a DNS name (RFC 1123,
// with the underscore that people use). msg is "" where it is.
func HostProblem(s string) (msg, hint string) {
	if a, err := netip.ParseAddr(s); err == nil {
		if zone := a.Zone(); zone != "" && !label.MatchString(zone) { // netip takes any text for it
			return fmt.Sprintf("%q has no interface behind %%", s), "letters, digits and - only"
		}
		return "", ""
	}
	if p, err := netip.ParsePrefix(s); err == nil {
		return fmt.Sprintf("%q is a network, not an address", s), "write " + p.Addr().String()
	}
	if a, err := netip.ParseAddrPort(s); err == nil {
		return fmt.Sprintf("%q has a port in it", s), fmt.Sprintf("write host: %q and port: %d", a.Addr(), a.Port())
	}
	if in, ok := strings.CutPrefix(s, "["); ok {
		return fmt.Sprintf("%q has brackets", s), fmt.Sprintf("write host: %q", strings.TrimSuffix(in, "]"))
	}
	if _, rest, ok := strings.Cut(s, "://"); ok {
		return "host is a URL", "write only the host: " + rest[strings.LastIndex(rest, "@")+1:]
	}
	if i := strings.LastIndex(s, "@"); i >= 0 {
		return "host has a user in it", fmt.Sprintf("write host: %s, and the user in its credential", s[i+1:])
	}
	if h, p, ok := strings.Cut(s, ":"); ok && !strings.Contains(p, ":") {
		return fmt.Sprintf("%q has a port in it", s), fmt.Sprintf("write host: %s and port: %s", h, p)
	}
	return checkName(s)
}

// checkName tells whether s is a DNS name.
func checkName(s string) (msg, hint string) {
	switch {
	case numeric.MatchString(s):
		return fmt.Sprintf("%q is no IPv4 address", s), "four numbers from 0 to 255, without leading zeros"
	case strings.Contains(s, ":"):
		return fmt.Sprintf("%q is no IPv6 address", s), ""
	case len(s) > 253:
		return "the host name is longer than 253 bytes", ""
	}
	for _, l := range strings.Split(strings.TrimSuffix(s, "."), ".") {
		if !label.MatchString(l) {
			return fmt.Sprintf("%q is neither an address nor a DNS name", s), "letters, digits, - and . only"
		}
	}
	return "", ""
}

// CheckHost tells whether s may be the host of a device: an address or a DNS
// name, and nothing else.
func CheckHost(s string) error {
	if msg, _ := HostProblem(s); msg != "" {
		return errors.New(msg)
	}
	return nil
}
