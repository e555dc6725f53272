package transcript

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// secrets are what must not be shown.
type secrets struct {
	sure  [][]byte // wherever they stand
	words [][]byte // behind a word for a secret only: they stand in answers by themselves
}

// secretWords are the words behind which a device quotes a secret, in lower case.
var secretWords = []string{"password", "passwd", "secret", "passcode", "passphrase", "pin", "token", "key", "community", "credential"}

// behindWords finds w where it stands alone behind a word for a secret: password
// "w", secret: w, password is w.
func behindWords(b, w []byte) (at [][2]int) {
	for from := 0; len(w) > 0; {
		i := bytes.Index(b[from:], w)
		if i < 0 {
			return at
		}
		i += from
		end := i + len(w)
		from = end
		if i > 0 && isWordByte(b[i-1]) || end < len(b) && isWordByte(b[end]) {
			continue
		}
		line := bytes.LastIndexByte(b[:i], '\n') + 1
		before := strings.ToLower(string(bytes.TrimRight(b[max(line, i-40):i], " \t\"'`([<:=,\\")))
		for _, link := range []string{" is", " was", " of", " with", " using"} {
			before = strings.TrimRight(strings.TrimSuffix(before, link), " \t\"'`:=")
		}
		if slices.ContainsFunc(secretWords, func(s string) bool { return strings.HasSuffix(before, s) }) {
			at = append(at, [2]int{i, end})
		}
	}
	return at
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-'
}

// redactSeen replaces the lines in which only a person sees a secret: bytes that a
// terminal does not show, or takes back, stand inside it. Such a line becomes the
// text that it shows.
func redactSeen(b []byte, known secrets, marks []*int) ([]byte, int) {
	var at [][2]int
	var texts [][]byte
	n := 0
	for i := 0; i < len(b); i++ {
		if c := b[i]; c >= 0x20 && c != 0x7f && c != 0xc2 || c == '\n' || !hidden(b, i) {
			continue
		}
		start, end := bytes.LastIndexByte(b[:i], '\n')+1, len(b)
		if n := bytes.IndexByte(b[i:], '\n'); n >= 0 {
			end = i + n
		}
		line := bytes.TrimRight(b[start:end], "\r")
		if text, m := shown(line, known); m > 0 {
			at, texts, n = append(at, [2]int{start, start + len(line)}), append(texts, text), n+m
		}
		i = end
	}
	if n == 0 {
		return b, 0
	}
	return replaceBy(b, at, marks, func(i int) []byte { return texts[i] }), n
}

// hidden reports whether a terminal does not show b[at]; the CR of a line end is
// as good as shown.
func hidden(b []byte, at int) bool {
	switch c := b[at]; {
	case c == '\r':
		for at++; at < len(b); at++ {
			if b[at] != '\r' {
				return b[at] != '\n'
			}
		}
		return false
	case c == 0xc2:
		return at+1 < len(b) && b[at+1] < 0xa0
	default:
		return c != '\t' && (c < 0x20 || c == 0x7f)
	}
}

// shown gives the text that a line shows without its secrets, and how many they
// were beyond those that stand in its bytes.
func shown(line []byte, known secrets) ([]byte, int) {
	text := []byte(CleanText(line))
	_, plain := redactPlain(line, known, nil)
	text, n := redactPlain(text, known, nil)
	if n > plain {
		return text, n
	}
	// What was shown for a moment, before it was taken back.
	if plain == 0 && holds(bare(line), known.sure) {
		return text, 1
	}
	return line, 0
}

func holds(b []byte, secrets [][]byte) bool {
	return slices.ContainsFunc(secrets, func(s []byte) bool { return bytes.Contains(b, s) })
}

// bare gives the bytes of a line without those that a terminal does not show.
func bare(line []byte) []byte {
	var out []byte
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == 0x1b:
			i += max(1, escapeLen(line[i:])) - 1
		case c >= 0x20 && c != 0x7f:
			out = append(out, c)
		}
	}
	return out
}

// quotedForms are the ways in which a secret stands in a text: as it is, and as a
// quotation writes it.
func quotedForms(k string) []string {
	q := strconv.Quote(k)
	if q = q[1 : len(q)-1]; q != k {
		return []string{k, q}
	}
	return []string{k}
}

// RedactQuoted is text without secrets that are plain words, where a quotation in
// it shows one behind a word for a secret. It is for headroom's own words, which
// quote devices.
func RedactQuoted(text string, words ...[]byte) (string, int) {
	n := 0
	for _, w := range words {
		var out strings.Builder
		rest := text
		for {
			open := strings.IndexByte(rest, '"')
			quote, err := "", strconv.ErrSyntax
			if open >= 0 {
				quote, err = strconv.QuotedPrefix(rest[open:])
			}
			if err != nil {
				break
			}
			at := behindWords([]byte(quote), w)
			out.WriteString(rest[:open])
			out.Write(replace([]byte(quote), at, nil))
			rest, n = rest[open+len(quote):], n+len(at)
		}
		text = out.String() + rest
	}
	return text, n
}
