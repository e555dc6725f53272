package iosxr

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/internal/release"
	"github.com/headroom-audit/headroom/vendors"
)

// knob is a line of configuration that divides a memory when a card boots.
type knob struct {
	pattern string // its words; * for a value, ** for the rest
	key     string // what it sets: a later line with the same key takes its place
	chassis bool   // the notice asks for the chassis, cards alone were not seen to do
}

// knobs are the lines that are known [xr:4, lines 1, 2, 3, 5]. Of those that are
// not, the key is the line.
func knobs() []knob {
	return []knob{
		{pattern: "hw-module fib ipv4 scale host-optimized-disable", key: "fib ipv4 scale"},
		{pattern: "hw-module fib ipv4 scale internet-optimized", key: "fib ipv4 scale"},
		{pattern: "hw-module fib ipv6 scale internet-optimized-disable", key: "fib ipv6 scale"},
		{pattern: "hw-module fib ipv6 scale custom-lem *", key: "fib ipv6 scale"},
		{pattern: "hw-module fib ipv6 scale internet-optimized", key: "fib ipv6 scale"},
		{pattern: "hw-module tcam fib ipv4 scaledisable", key: "tcam fib ipv4 scaledisable"},
		{pattern: "hw-module profile tcam acl-prefix percent *", key: "tcam acl-prefix"},
		{pattern: "hw-module profile tcam fib ipv4 unicast percent *", key: "tcam fib ipv4 unicast percent"},
		{pattern: "hw-module profile tcam fib ipv6 unicast percent *", key: "tcam fib ipv6 unicast percent"},
		{pattern: "hw-module profile mdb *", key: "mdb", chassis: true},
		{pattern: "hw-module profile npu native-mode-enable", key: "npu native-mode-enable", chassis: true},
		{pattern: "hw-module profile route scale lpm *", key: "route scale lpm"},
		{pattern: "hw-module profile scale *", key: "scale"},
		{pattern: "hw-module profile stats *", key: "stats"},
		{pattern: "hw-module profile segment-routing srv6 mode **", key: "segment-routing srv6"},
	}
}

// find gives the knob that a line is, with its abbreviated words written out.
func find(line string) (k knob, full string, ok bool) {
	best := 0
	have := strings.Fields(line)
	for _, c := range knobs() {
		if n := vendors.Match(c.pattern, line); n > best {
			best, k = n, c
		}
	}
	if best == 0 {
		return knob{}, line, false
	}
	for i, w := range strings.Fields(k.pattern) {
		if i < len(have) && w != "*" && w != "**" {
			have[i] = w
		}
	}
	return k, strings.Join(have, " "), true
}

// canonical writes a configuration line as the configuration shows it.
func canonical(line string) string {
	bare, not := strings.CutPrefix(line, "no ")
	if _, full, ok := find(bare); ok {
		bare = full
	}
	if not {
		return "no " + bare
	}
	return bare
}

// keyOf names what a line sets. A line that takes a value away may leave the value
// out: "no hw-module profile mdb".
func keyOf(line string) (key string, ok bool) {
	if k, _, known := find(line); known {
		return k.key, true
	}
	for _, k := range knobs() {
		if head, valued := strings.CutSuffix(k.pattern, " *"); valued && vendors.Match(head, line) > 0 {
			return k.key, true
		}
	}
	return line, true
}

// divides reports whether a line is one of those pending a reload by what it
// is; others do where the device said so.
func divides(line string) bool {
	if key, _ := keyOf(line); key != line {
		return true
	}
	return strings.HasPrefix(line, "hw-module fib ") || strings.HasPrefix(line, "hw-module tcam ")
}

// ignored reports whether a release shows a line and does not carry it out [xr:0.8].
func ignored(line, version string) bool {
	switch line {
	case "hw-module fib ipv4 scale internet-optimized":
		later, known := release.AtLeast(version, "7.3.1")
		return known && later
	case "hw-module fib ipv6 scale internet-optimized":
		later, known := release.AtLeast(version, "7.4.1")
		return known && later
	}
	return false
}

// merged is the hw-module lines of an answer with those laid over that were
// entered after it.
func merged(lines []string, entered []vendors.Stood) []string {
	later := map[string]bool{}
	for _, s := range entered {
		later[s.Key] = true
	}
	out := slices.DeleteFunc(slices.Clone(lines), func(l string) bool {
		key, _ := keyOf(l)
		return later[key]
	})
	for _, s := range entered {
		if !s.No {
			out = append(out, s.Line)
		}
	}
	return out
}
