package sshconfig

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/inventory"
)

// old are the algorithms that need a permission, by the permission they need
// (docs/inventory.md, legacy).
var old = map[string]inventory.Legacy{
	"diffie-hellman-group1-sha1":         inventory.LegacyGroup1,
	"diffie-hellman-group-exchange-sha1": inventory.LegacyGroup1,
	"aes128-cbc":                         inventory.LegacyCBC,
	"3des-cbc":                           inventory.LegacyCBC,
	"ssh-dss":                            inventory.LegacyDSS,
	"arcfour":                            inventory.LegacyRC4,
	"arcfour128":                         inventory.LegacyRC4,
	"arcfour256":                         inventory.LegacyRC4,
}

// missing are those that Go's library does not have at all (collector.md
// section 1.5).
var missing = []string{"aes192-cbc", "aes256-cbc"}

// legacy reads the algorithms that a host names as permissions: which of the
// usual ones are offered, and in which order, stays headroom's.
func (a *applier) legacy(h *Host) []inventory.Legacy {
	var out []inventory.Legacy
	for _, l := range []struct{ key, value string }{{"KexAlgorithms", h.Kex}, {"Ciphers", h.Ciphers}, {"HostKeyAlgorithms", h.HostKeys}} {
		if l.value == "" {
			continue
		}
		if l.value[0] != '+' {
			a.note("%s %s of %s: only what it permits beyond the usual is honoured, not what it leaves out nor its order", l.key, l.value, h.Alias)
		}
		if l.value[0] == '-' {
			continue
		}
		for _, name := range strings.Split(strings.TrimLeft(l.value, "+^"), ",") {
			if p, ok := old[name]; ok && !slices.Contains(out, p) {
				out = append(out, p)
			}
			if slices.Contains(missing, name) {
				a.note("%s %s of %s is not known to transport ssh; transport: openssh knows it", l.key, name, h.Alias)
			}
		}
	}
	return out
}
