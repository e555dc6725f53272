package transcript

import "bytes"

// hint is a word without which no shape of a secret matches, in lower case, and
// its letter that is rare in tables: what is looked for.
type hint struct {
	word string
	rare int
}

// hints cover every shape of secretShapes; TestSuspectsMissNothing holds that.
// The last two are the letters beyond ASCII that fold to s and k.
var hints = []hint{
	{"key", 0},
	{"psk", 2},
	{"passw", 4},
	{"secr", 2},
	{"md5", 0},
	{"community", 2},
	{"snmp", 2},
	{"priv", 3},
	{"auth", 1},
	{"$", 0},
	{"\u017f", 0},
	{"\u212a", 0},
}

// rare says which hints a byte may belong to.
var rare = func() (table [256][]hint) {
	for _, h := range hints {
		c := h.word[h.rare]
		table[c] = append(table[c], h)
		if 'a' <= c && c <= 'z' {
			table[c-'a'+'A'] = append(table[c-'a'+'A'], h)
		}
	}
	return table
}()

// suspects gives the lines of b that may hold a secret, as offsets without the
// line feed, in order. To try every expression on every byte costs ten times the
// rest of a visit (docs/performance.md).
func suspects(b []byte) [][2]int {
	var out [][2]int
	for i := 0; i < len(b); i++ {
		if len(rare[b[i]]) == 0 || !hinted(b, i) {
			continue
		}
		start, end := bytes.LastIndexByte(b[:i], '\n')+1, len(b)
		if n := bytes.IndexByte(b[i:], '\n'); n >= 0 {
			end = i + n
		}
		out = append(out, [2]int{start, end})
		i = end
	}
	return out
}

// hinted reports whether a hint stands around b[at].
func hinted(b []byte, at int) bool {
	for _, h := range rare[b[at]] {
		if from := at - h.rare; from >= 0 && begins(b[from:], h.word) {
			return true
		}
	}
	return false
}

// begins reports whether b begins with word, which is in lower case.
func begins(b []byte, word string) bool {
	if len(b) < len(word) {
		return false
	}
	for i := range len(word) {
		c := b[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != word[i] {
			return false
		}
	}
	return true
}
