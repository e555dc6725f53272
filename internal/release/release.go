// Package release compares releases of systems.
//
// What goes in: releases as devices and documents print them ("7.3.1",
// "6.1.4.10I", "15.1X53-D40"). What comes out: which is later, and whether that is
// known. It imports nothing of headroom.
package release

import "strings"

// AtLeast says whether a dotted release is least ("7.3.1") or later; known is
// false where it is no release. One that stops short of least is earlier.
func AtLeast(version, least string) (later, known bool) {
	parts := strings.Split(version, ".")
	for i, w := range strings.Split(least, ".") {
		if i >= len(parts) {
			return false, i > 0
		}
		have, want := Numbers(parts[i]), Numbers(w)
		if len(have) == 0 || len(want) == 0 || parts[i][0] < '0' || parts[i][0] > '9' {
			return false, false
		}
		if have[0] != want[0] {
			return have[0] > want[0], true
		}
	}
	return true, true
}

// Numbers gives the numbers of a release in order: 15.1X53-D40 is 15, 1, 53, 40.
// No release has numbers of more than six digits: more are cut off.
func Numbers(release string) []int {
	var out []int
	for _, run := range strings.FieldsFunc(release, func(r rune) bool { return r < '0' || r > '9' }) {
		n := 0
		for _, c := range run[:min(len(run), 6)] {
			n = n*10 + int(c-'0')
		}
		out = append(out, n)
	}
	return out
}
