package report

import (
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/headroom-audit/headroom/internal/safeterm"
)

// plainJSON writes JSON that a terminal shows as it is: in its strings, runes that
// move, hide or reorder other text become escapes, which mean the same. Each Write
// holds whole runes, as those of an encoder do.
type plainJSON struct{ w io.Writer }

// PlainWriter is w for an encoder of JSON that others write: see plainJSON.
func PlainWriter(w io.Writer) io.Writer { return plainJSON{w} }

func (p plainJSON) Write(b []byte) (int, error) {
	var out []byte
	kept := 0
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf && b[i] != 0x7f {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if !safeterm.Printable(r) {
			out = appendEscape(append(out, b[kept:i]...), r)
			kept = i + n
		}
		i += n
	}
	if kept == 0 {
		return p.w.Write(b)
	}
	if _, err := p.w.Write(append(out, b[kept:]...)); err != nil {
		return 0, err
	}
	return len(b), nil
}

func appendEscape(b []byte, r rune) []byte {
	if hi, lo := utf16.EncodeRune(r); hi != utf8.RuneError {
		return fmt.Appendf(b, `\u%04x\u%04x`, hi, lo)
	}
	return fmt.Appendf(b, `\u%04x`, r)
}
