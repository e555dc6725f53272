package inventory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// RefKinds are the kinds of reference that carry a value, each with what stands there.
func RefKinds() []string {
	return []string{"env", "file", "cmd", "key", "keyring", "vault", "age", "cloginrc", "credential"}
}

// ParseRef reads a reference to a secret; false where s is none, and may be the secret
// itself.
func ParseRef(s string) (Ref, bool) {
	if s == "ask" || s == "agent" {
		return Ref{Kind: s}, true
	}
	kind, value, found := strings.Cut(s, ":")
	if !found || strings.TrimSpace(value) == "" || !slices.Contains(RefKinds(), kind) {
		return Ref{}, false
	}
	return Ref{Kind: kind, Value: value}, true
}

// AddPlatform takes one more word for an operating system: WORD=OS.
func (q *Query) AddPlatform(s string) error {
	i := strings.LastIndexByte(s, '=')
	if i <= 0 {
		return fmt.Errorf("%q is not like ciscoxr-edge=cisco_iosxr", s)
	}
	os := fact.OS(s[i+1:])
	if !slices.Contains(fact.Systems(), os) && os != "" {
		return fmt.Errorf("there is no platform %q", s[i+1:])
	}
	if q.Platforms == nil {
		q.Platforms = map[string]fact.OS{}
	}
	q.Platforms[strings.ToLower(strings.TrimSpace(s[:i]))] = os
	return nil
}
