package theme

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/audit"
)

// The sixteen colours, then background and foreground in dark and in light mode, of the
// default palettes of xterm (XTerm-col.ad), of tmux (colour.c: the first of its 256),
// of Apple's Terminal (profile Basic) and of Tango (the palette of GNOME's terminal).
// The sixteen of xterm, of the 256 (as in the console of Windows XP) and of Apple's
// Terminal were compared with the table "ANSI escape code: colors" at
// https://liquisearch.com/ansi_escape_code/colors, those of Tango with public
// terminal themes of that name.
var palettes = map[string]struct {
	colors      [16]string
	dark, light [2]string
}{
	"xterm": {
		[16]string{"000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5", "7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff"},
		[2]string{"000000", "e5e5e5"},
		[2]string{"ffffff", "000000"},
	},
	"tmux": {
		[16]string{"000000", "800000", "008000", "808000", "000080", "800080", "008080", "c0c0c0", "808080", "ff0000", "00ff00", "ffff00", "0000ff", "ff00ff", "00ffff", "ffffff"},
		[2]string{"000000", "c0c0c0"},
		[2]string{"ffffff", "000000"},
	},
	"Apple Terminal": {
		[16]string{"000000", "c23621", "25bc24", "adad27", "492ee1", "d338d3", "33bbc8", "cbcccd", "818383", "fc391f", "31e722", "eaec23", "5833ff", "f935f8", "14f0f0", "e9ebeb"},
		[2]string{"000000", "e9ebeb"},
		[2]string{"ffffff", "000000"},
	},
	"Tango": {
		[16]string{"2e3436", "cc0000", "4e9a06", "c4a000", "3465a4", "75507b", "06989a", "d3d7cf", "555753", "ef2929", "8ae234", "fce94f", "729fcf", "ad7fa8", "34e2e2", "eeeeec"},
		[2]string{"2e3436", "d3d7cf"},
		[2]string{"ffffff", "2e3436"},
	},
}

// solarized is the palette of that name: its sixteen are put to other uses, so that bright
// black is the background and yellow is as light as text. Its own text
// has 4.1 : 1 in light mode; words are held to 3, that of bold ones in WCAG 2.
var solarized = map[string][2]string{"dark": {"002b36", "839496"}, "light": {"fdf6e3", "657b83"}}

var solarizedColors = [16]string{"073642", "dc322f", "859900", "b58900", "268bd2", "d33682", "2aa198", "eee8d5", "002b36", "cb4b16", "586e75", "657b83", "839496", "6c71c4", "93a1a1", "fdf6e3"}

func TestWordsCanBeReadInSolarized(t *testing.T) {
	theme := Theme{Color: true}
	for mode, own := range solarized {
		least := contrast(own[0], own[1])
		for _, s := range append(audit.States(), "REFUSED") {
			style := theme.State(s)
			if s == "REFUSED" {
				style = theme.Bad()
			}
			back, fore := shown(style, solarizedColors, own[0], own[1])
			if c := contrast(back, fore); c < 3 {
				t.Errorf("%s: %s has %.2f : 1 (#%s on #%s), text has %.2f", mode, s, c, fore, back, least)
			}
		}
	}
}

// Only the sixteen colours are used, so that a terminal of sixteen shows what one of more does.
func TestSixteenColoursAreEnough(t *testing.T) {
	for _, s := range Sequences() {
		for _, n := range regexp.MustCompile(`\d+`).FindAllString(string(s), -1) {
			if v, _ := strconv.Atoi(n); v == 38 || v == 48 || v == 8 || v == 90 {
				t.Errorf("%q is none of the sixteen, or cannot be seen", s)
			}
		}
	}
}

func luminance(hex string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			panic(err)
		}
		c := float64(v) / 255
		if c <= 0.03928 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

// contrast is that of WCAG 2.
func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// shown gives what a style makes of a terminal's own background and foreground.
func shown(s Style, colors [16]string, background, foreground string) (back, fore string) {
	back, fore = background, foreground
	for _, m := range regexp.MustCompile(`\d+`).FindAllString(string(s), -1) {
		n, _ := strconv.Atoi(m)
		switch {
		case n >= 30 && n <= 37:
			fore = colors[n-30]
		case n >= 90 && n <= 97:
			fore = colors[n-82]
		case n >= 40 && n <= 47:
			back = colors[n-40]
		}
	}
	return back, fore
}

// Every word can be read on light and on dark terminals: at least 4.5 : 1.
func TestWordsCanBeRead(t *testing.T) {
	theme := Theme{Color: true}
	words := map[string]Style{"hints and text": "", "heading": theme.Head(), "caret": theme.Mark(), "REFUSED": theme.Bad()}
	for _, s := range audit.States() {
		words[string(s)] = theme.State(s)
	}
	for name, p := range palettes {
		for mode, own := range map[string][2]string{"dark": p.dark, "light": p.light} {
			for word, style := range words {
				back, fore := shown(style, p.colors, own[0], own[1])
				if c := contrast(back, fore); c < 4.5 {
					t.Errorf("%s, %s: %s has %.2f : 1 (#%s on #%s)", name, mode, word, c, fore, back)
				}
			}
		}
	}
}

func TestContrastIsMeasured(t *testing.T) {
	if c := contrast("000000", "ffffff"); math.Abs(c-21) > 0.01 {
		t.Errorf("black on white is %.2f : 1, want 21", c)
	}
	if c := contrast("ffffff", "cdcd00"); c > 4.5 {
		t.Errorf("yellow on white is %.2f : 1: the test cannot fail", c)
	}
}

// Without colours only bold and reverse are left, and no state has the same look as text
// and needs a colour to be told.
func TestNoColor(t *testing.T) {
	for _, s := range audit.States() {
		for _, style := range []Style{Theme{}.State(s), Theme{}.Gauge(s), Theme{}.Bad(), Theme{}.Rule()} {
			if style != "" && style != Bold {
				t.Errorf("%s without colours is %q", s, style)
			}
		}
	}
	for _, s := range Sequences() {
		if !strings.HasPrefix(string(s), "\x1b[") || !strings.HasSuffix(string(s), "m") {
			t.Errorf("%q is no sequence of colours", s)
		}
	}
}
