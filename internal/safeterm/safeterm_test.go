package safeterm

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "edge1#show version\n\tx", "edge1#show version\n\tx"},
		{"empty", "", ""},
		{"letters of all kinds", "München 東京 Ω", "München 東京 Ω"},
		{"combining", "e\u0301", "e\u0301"},
		{"escape", "\x1b[31mred", `\x1b[31mred`},
		{"bell and NUL", "a\x07\x00b", `a\x07\x00b`},
		{"DEL", "a\x7f", `a\x7f`},
		{"CR", "a\rb", `a\x0db`},
		{"C1 as a rune", "a\u009b31m", `a\u009b31m`},
		{"C1 as a byte", "a\x9b31m", `a\x9b31m`},
		{"not UTF-8", "a\xffb", `a\xffb`},
		{"right-to-left override", "a\u202eb", `a\u202eb`},
		{"isolates", "\u2066x\u2069", `\u2066x\u2069`},
		{"zero width", "a\u200bb\ufeff", `a\u200bb\ufeff`},
		{"line separator", "a\u2028b\u2029", `a\u2028b\u2029`},
		{"tag", "a\U000e0041", `a\ue0041`},
		{"a mark without a letter", "\u0301a \u0301b", `\u0301a \u0301b`},
		{"private use", "\ue000", `\ue000`},
		{"soft hyphen", "a\u00adb", `a\u00adb`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Clean(c.in).String(); got != c.want {
				t.Errorf("Clean(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestCleanLine(t *testing.T) {
	if got := CleanLine("a\nb\tc\x1b").String(); got != `a\nb c\x1b` {
		t.Errorf("CleanLine = %q", got)
	}
}

func TestWidths(t *testing.T) {
	for _, c := range []struct {
		s             string
		w             int
		cut, pad, lft string
	}{
		{"abc", 5, "abc", "abc  ", "  abc"},
		{"abcdef", 4, "abc…", "abc…", "abc…"},
		{"abc", 0, "", "", ""},
		{"abc", -1, "", "", ""},
		{"東京都", 4, "東…", "東… ", " 東…"},
		{"", 2, "", "  ", "  "},
	} {
		if got := Truncate(c.s, c.w, "…"); got != c.cut {
			t.Errorf("Truncate(%q, %d) = %q, want %q", c.s, c.w, got, c.cut)
		}
		if got := Pad(c.s, c.w); got != c.pad {
			t.Errorf("Pad(%q, %d) = %q, want %q", c.s, c.w, got, c.pad)
		}
		if got := PadLeft(c.s, c.w); got != c.lft {
			t.Errorf("PadLeft(%q, %d) = %q, want %q", c.s, c.w, got, c.lft)
		}
	}
}

// What the screens draw with takes one cell, as the renderer counts, and is printable.
func TestWhatIsDrawnTakesOneCell(t *testing.T) {
	n := 0
	for r := rune(0xa0); r < 0x3000; r++ {
		if !drawn(r) {
			continue
		}
		n++
		if s := "a" + string(r) + "b"; ansi.StringWidth(s) != 3 || Width(s) != 3 || !unicode.IsPrint(r) || unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc, unicode.Cf) {
			t.Errorf("%q takes %d cells", r, ansi.StringWidth(s)-2)
		}
	}
	if n != 0xa0+0x100+2 {
		t.Errorf("%d characters are drawn with", n)
	}
	for _, s := range []string{"█e\u0301█", "│漢│", "…\u0301", "·👩‍👩‍👧"} {
		if Width(s) != ansi.StringWidth(s) {
			t.Errorf("%q is %d cells wide, the renderer counts %d", s, Width(s), ansi.StringWidth(s))
		}
	}
}

// FuzzClean: nothing that moves, hides or reorders text leaves, clean text is
// clean already, and no width is exceeded.
func FuzzClean(f *testing.F) {
	for _, s := range []string{"a", "\x1b]0;x\x07", "\u202e\u2066", "\xff\x9b", "東京", "e\u0301\u0301", "👩‍👩‍👧", "\U000e0041", "\u115f", "a\u0300\u200d"} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, s string, w int) {
		w %= 200
		text := Clean(s).String()
		if !utf8.ValidString(text) {
			t.Fatalf("not UTF-8: %q", text)
		}
		for _, r := range text {
			switch {
			case r < 0x20 && r != '\n' && r != '\t', r >= 0x7f && r < 0xa0:
				t.Fatalf("control rune %U in %q", r, text)
			case unicode.Is(unicode.Bidi_Control, r), unicode.Is(unicode.Cf, r):
				t.Fatalf("format rune %U in %q", r, text)
			case r == 0x2028 || r == 0x2029:
				t.Fatalf("line separator in %q", text)
			}
		}
		if again := Clean(text).String(); again != text {
			t.Fatalf("not idempotent: %q became %q", text, again)
		}
		line := CleanLine(s).String()
		if strings.ContainsAny(line, "\n\t") {
			t.Fatalf("a line with a line end: %q", line)
		}
		for name, got := range map[string]string{"Truncate": Truncate(line, w, "…"), "Pad": Pad(line, w), "PadLeft": PadLeft(line, w)} {
			if n := Width(got); n > max(w, 0) || name != "Truncate" && n != max(w, 0) {
				t.Fatalf("%s(%q, %d) is %d cells: %q", name, line, w, n, got)
			}
			if n := ansi.StringWidth(got); n != Width(got) {
				t.Fatalf("Width(%q) = %d, the renderer counts %d", got, Width(got), n)
			}
		}
	})
}
