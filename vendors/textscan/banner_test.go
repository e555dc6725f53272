package textscan_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors/textscan"
)

// The text of a banner is for people; what stands behind it counts, and a banner
// without an end hides nothing.
func TestBanner(t *testing.T) {
	for text, want := range map[string]string{
		"a\nbanner motd ^C\nb\nc ^C\nd\n":           "a d",
		"a\nbanner motd #one line#\nb\n":            "a b",
		"a\nbanner login %\nb\n%\nc\n":              "a c",
		"a\nbanner motd ^C no end of it\nb\nc\n":    "a b c",
		"a\nbanner exec $ x\nb $ c\nd\nbanner\ne\n": "a d banner e",
	} {
		s := textscan.New(text, "show running-config", 0, false)
		var b textscan.Banner
		var got []string
		for l, ok := s.Next(); ok; l, ok = s.Next() {
			if !b.Inside(s, l) {
				got = append(got, l.Trim())
			}
		}
		if strings.TrimSpace(strings.Join(got, " ")) != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
