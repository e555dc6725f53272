package transcript

import (
	"bytes"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// Placeholder stands where a secret stood.
const Placeholder = "<redacted>"

// secretShapes find secrets in a line of a configuration or an answer; group 1
// is the secret. They take in too much rather than too little. Each needs one of
// hints (suspect.go) in its line.
var secretShapes = []*lazyregexp.Regexp{
	lazyregexp.New(`(?im)\bmessage-digest-key[ \t]+[0-9]+[ \t]+md5[ \t]+(?:[0-9]{1,2}[ \t]+)?("[^"\r\n]+"|[^\s"]+)`),
	lazyregexp.New(`(?im)\bcrypto[ \t]+isakmp[ \t]+key[ \t]+(?:[0-9][ \t]+)?("[^"\r\n]+"|[^\s"]+)`),
	lazyregexp.New(`(?im)\b(?:password|secret)[ \t]+(?:encrypted[ \t]+)?(?:[0-9]{1,2}[ \t]+)?("[^"\r\n]+"|[^\s"]+)`),
	lazyregexp.New(`(?im)(?:^|[ \t])(?:key|key-string|md5|auth-key|wpa-psk|psk)[ \t]+(?:[0-9]{1,2}[ \t]+)("[^"\r\n]+"|[^\s"]+)`),
	lazyregexp.New(`(?im)\b(?:tacacs-server|radius-server)\b[^\r\n]*?\bkey[ \t]+(?:[0-9]{1,2}[ \t]+)?("[^"\r\n]+"|[^\s"]+)`),
	lazyregexp.New(`(?im)\bsnmp(?:-server)?[ \t]+community[ \t]+("[^"\r\n]+"|[^\s"]+)`),
	lazyregexp.New(`(?im)\bsnmp-server host \S+(?: (?:traps|informs|version|[123]c?|vrf \S+))*[ \t]+([^\s"]+)`),
	lazyregexp.New(`(?im)\b(?:encrypted-password|authentication-key|pre-shared-key(?: ascii-text| hexadecimal)?|simple-password|community-string|secret)[ \t]+(?:[0-9]{1,2}[ \t]+)?("[^"\r\n]+"|[^\s";]+)`),
	lazyregexp.New(`(?im)\b(?:priv|auth)[ \t]+(?:md5|sha\S*|des\S*|3des|aes\S*)(?:[ \t]+(?:128|192|256))?[ \t]+("[^"\r\n]+"|[^\s"]+)`),
	lazyregexp.New(`(?im)\bsnmp-server[ \t]+user\b[^\r\n]*?[ \t]priv[ \t]+(?:(?:des\S*|3des|aes\S*)[ \t]+(?:(?:128|192|256)[ \t]+)?)?("[^"\r\n]+"|[^\s"]+)`),
	lazyregexp.New(`(\$9\$[^\s";]+)`),
	lazyregexp.New(`(\$(?:1|5|6|8|14)\$[^\s";]+)`),
}

// privateKey is the one secret of many lines; privateHead stands in its first.
var (
	privateKey  = lazyregexp.New(`(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----(.*?)(?:-----END [A-Z ]*PRIVATE KEY-----|$)`)
	privateHead = []byte("PRIVATE KEY-----")
)

// Redact replaces every secret in the transcript by Placeholder, in place, and
// adds how many it replaced to t.Redacted: the known ones (passwords that were
// used to log in) and whatever looks like one in a configuration. It looks into
// the bytes of every record, what was sent, the command (a log may hold
// configuration that was typed), notes and the failure. It must run before
// Marshal.
func Redact(t *Transcript, known ...[]byte) { RedactAll(t, known, nil) }

// RedactAll is Redact with secrets that are plain words besides: these are
// replaced only where they stand behind a word for a secret.
func RedactAll(t *Transcript, sure, words [][]byte) {
	known := secrets{longestFirst(sure), words}
	for i := range t.Records {
		t.Redacted += redactRecord(&t.Records[i], known)
	}
	clean, n := RedactKnown(t.Failure, known.sure...)
	clean, m := RedactQuoted(clean, known.words...)
	t.Failure, t.Redacted = clean, t.Redacted+n+m
	for key, value := range t.Session {
		if n := redactText(&value, known); n > 0 {
			t.Session[key] = value
			t.Redacted += n
		}
	}
}

// RedactKnown is text without the secrets that are known, and how many places
// were replaced. It is for headroom's own words, which speak of passwords.
func RedactKnown(text string, known ...[]byte) (string, int) {
	n := 0
	for _, k := range longestFirst(known) {
		for _, form := range quotedForms(string(k)) {
			n += strings.Count(text, form)
			text = strings.ReplaceAll(text, form, Placeholder)
			for cut := len(form) - 1; cut >= 4; cut-- { // a quotation that was cut inside it
				if head := form[:cut] + `"`; strings.Contains(text, head) {
					n += strings.Count(text, head)
					text = strings.ReplaceAll(text, head, Placeholder+`"`)
				}
			}
		}
	}
	return text, n
}

// longestFirst orders the secrets so that one which starts another does not
// leave the other's tail; shorter than four bytes would tear ordinary words
// apart and are left out.
func longestFirst(known [][]byte) [][]byte {
	var out [][]byte
	for _, k := range known {
		if len(k) >= 4 {
			out = append(out, k)
		}
	}
	slices.SortStableFunc(out, func(a, b []byte) int { return len(b) - len(a) })
	return out
}

func redactRecord(r *Record, known secrets) int {
	n := redactText(&r.Command, known)
	for i := range r.Notes {
		n += redactText(&r.Notes[i], known)
	}
	var m int
	r.Sent, m = redactBytes(r.Sent, known)
	n += m
	lo := max(0, min(r.BodyStart, len(r.Raw)))
	hi := max(lo, min(r.BodyEnd, len(r.Raw)))
	if raw, found := redactBytes(r.Raw, known, &lo, &hi); found > 0 {
		r.Raw, r.BodyStart, r.BodyEnd = raw, lo, hi
		n += found
	}
	return n
}

func redactText(s *string, known secrets) int {
	b, n := redactBytes([]byte(*s), known)
	if n > 0 {
		*s = string(b)
	}
	return n
}

// redactBytes gives b with its secrets replaced and how many they were. Marks
// are offsets into b that move along; one inside a secret moves behind it.
func redactBytes(b []byte, known secrets, marks ...*int) ([]byte, int) {
	b, n := redactSeen(b, known, marks)
	c, m := redactPlain(b, known, marks)
	return c, n + m
}

// redactPlain is redactBytes for bytes as they stand.
func redactPlain(b []byte, known secrets, marks []*int) ([]byte, int) {
	n := 0
	for _, w := range known.words {
		if at := behindWords(b, w); len(at) > 0 {
			b = replace(b, at, marks)
			n += len(at)
		}
	}
	for _, k := range known.sure {
		if !bytes.Contains(b, k) {
			continue
		}
		var at [][2]int
		for from := 0; ; {
			i := bytes.Index(b[from:], k)
			if i < 0 {
				break
			}
			at = append(at, [2]int{from + i, from + i + len(k)})
			from += i + len(k)
		}
		b = replace(b, at, marks)
		n += len(at)
	}
	lines := suspects(b)
	if len(lines) == 0 {
		return b, n
	}
	for _, re := range secretShapes {
		var at [][2]int
		for _, l := range lines {
			at = secretsIn(at, re, b, l[0], l[1])
		}
		if len(at) > 0 {
			b = replace(b, at, marks)
			n += len(at)
			lines = suspects(b)
		}
	}
	if bytes.Contains(b, privateHead) {
		if at := secretsIn(nil, privateKey, b, 0, len(b)); len(at) > 0 {
			b = replace(b, at, marks)
			n += len(at)
		}
	}
	return b, n
}

// secretsIn adds the secrets of one shape between two offsets of b to at; one
// that was replaced before is none.
func secretsIn(at [][2]int, re *lazyregexp.Regexp, b []byte, from, to int) [][2]int {
	for _, m := range re.FindAllSubmatchIndex(b[from:to], -1) {
		if s := [2]int{from + m[2], from + m[3]}; !bytes.Equal(bytes.Trim(b[s[0]:s[1]], `"`), []byte(Placeholder)) {
			at = append(at, s)
		}
	}
	return at
}

// replace puts the placeholder in the place of each range of b.
func replace(b []byte, ranges [][2]int, marks []*int) []byte {
	return replaceBy(b, ranges, marks, func(int) []byte { return []byte(Placeholder) })
}

// replaceBy puts by(i) in the place of range i of b.
func replaceBy(b []byte, ranges [][2]int, marks []*int, by func(i int) []byte) []byte {
	out := make([]byte, 0, len(b)+len(ranges)*len(Placeholder))
	moved := make([]int, len(marks))
	for i, m := range marks {
		moved[i] = *m
	}
	at := 0
	for i, r := range ranges {
		put := by(i)
		out = append(append(out, b[at:r[0]]...), put...)
		at = r[1]
		for i, m := range marks {
			switch {
			case *m >= r[1]:
				moved[i] += len(put) - (r[1] - r[0])
			case *m > r[0]:
				moved[i] = len(out)
			}
		}
	}
	for i, m := range marks {
		*m = moved[i]
	}
	return append(out, b[at:]...)
}
