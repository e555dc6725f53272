package transcript

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCleanText(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"plain", "a\tb\nc\n", "a\tb\nc\n"},
		{"carriage returns", "a\r\nb\r\r\nc\r\n", "a\nb\nc\n"},
		{"a lone CR starts the line again", "12345\rab\n", "ab345\n"},
		{"the end of a CR whose LF did not come", "abc\r", "abc"},
		{"backspace over an echo", "shwo\b\bow\n", "show\n"},
		{"backspace stops at the line", "a\n\b\bb\n", "a\nb\n"},
		{"a pager wiped out", " --More-- \r          \rnext\n", "next      \n"},
		{"a pager wiped out by an erased line", " --More-- \r\x1b[Kx\r\n\x1b[7m--More--\x1b[27m\r\x1b[0Ky\r\n", "x\ny\n"},
		{"a line erased behind the cursor", "abcdef\b\b\x1b[K\n", "abcd\n"},
		{"a whole line erased", "abcdef\rxy\x1b[2Kz\n", "z\n"},
		{"a line erased among umlauts", "äöü\rab\x1b[Kc\n", "abc\n"},
		{"colour", "\x1b[1;31mred\x1b[0m\n", "red\n"},
		{"window title", "\x1b]0;host\x07x\n", "x\n"},
		{"window title that never ends", "\x1b]0;host\nx\n", "\nx\n"},
		{"charset", "\x1b(Bx", "x"},
		{"ESC at the end", "x\x1b", "x"},
		{"control bytes", "a\x00\x07\x7fb\x0cc", "abc"},
		{"C1 in UTF-8", "a\u0085\u009b31mb", "a31mb"},
		{"not UTF-8", "a\xffb", "a\uFFFDb"},
		{"umlauts overwritten", "äöü\rab\n", "abü\n"},
		{"wider over narrow", "abc\rä\n", "äbc\n"},
		{"wider over narrow, moved about", "abc\räö\büx\r1\nabc\rde\n", "1üx\ndec\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := CleanText([]byte(c.raw)); got != c.want {
				t.Errorf("CleanText(%q) = %q, want %q", c.raw, got, c.want)
			}
		})
	}
}

// A line of a million runes that is written over takes no longer than it is.
func TestCleanTextIsLinear(t *testing.T) {
	raw := []byte(strings.Repeat("ä", 1<<20) + "\r" + strings.Repeat("a", 1<<20))
	if got := CleanText(raw); got != strings.Repeat("a", 1<<20) {
		t.Errorf("%d bytes", len(got))
	}
}

func FuzzCleanText(f *testing.F) {
	for _, s := range []string{"a\r\nb", "\x1b[2J\x1b]0;t\x07", "ab\b\bc\rde", "\xff\xfe", "\u009b1m", "\x1bP\x1b\\", "é\b\b\rx"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		text := CleanText(raw)
		if !utf8.ValidString(text) {
			t.Fatalf("not UTF-8: %q", text)
		}
		for _, r := range text {
			if r < 0x20 && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 {
				t.Fatalf("the control rune %U is left in %q", r, text)
			}
		}
		if again := CleanText([]byte(text)); again != text {
			t.Fatalf("not idempotent: %q became %q", text, again)
		}
		if strings.Count(text, "\n") != strings.Count(string(raw), "\n") {
			t.Fatalf("lines were lost: %q became %q", raw, text)
		}
	})
}

func TestLooksBinary(t *testing.T) {
	for _, c := range []struct {
		name string
		data []byte
		want bool
	}{
		{"nothing", nil, false},
		{"a log", []byte("r1#show version\r\nCisco IOS\r\n"), false},
		{"a log with an umlaut in Latin-1", []byte("description M\xfcnchen\nend\n"), false},
		{"an executable", append([]byte("\x7fELF\x02\x01\x01"), make([]byte, 64)...), true},
		{"noise", []byte("\x80\x81\x82\x83\x84\x85\x86"), true},
	} {
		if got := LooksBinary(c.data); got != c.want {
			t.Errorf("%s: binary = %v", c.name, got)
		}
	}
}
