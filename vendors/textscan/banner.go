package textscan

import "strings"

// Banner knows the lines of a configuration that are the text of a banner: whatever
// stands there was written for people.
type Banner struct{ end string }

// Inside reports whether a line is one of the text of a banner, or the one that
// begins it. It must see every line in order.
func (b *Banner) Inside(s *Scan, l Line) bool {
	t := l.Trim()
	if b.end != "" {
		if strings.Contains(t, b.end) {
			b.end = ""
		}
		return true
	}
	rest, ok := strings.CutPrefix(t, "banner ")
	if !ok {
		return false
	}
	_, rest, _ = strings.Cut(strings.TrimSpace(rest), " ")
	end, text := delimiter(strings.TrimSpace(rest))
	if end != "" && !strings.Contains(text, end) && strings.Contains(s.Text()[l.Start+len(l.Text):], end) {
		b.end = end
	}
	return true
}

// delimiter is what a banner begins and ends with: "^C" as a device prints it, or a
// letter of choice.
func delimiter(t string) (end, rest string) {
	if t == "" {
		return "", ""
	}
	if t[0] == '^' && len(t) > 1 {
		return t[:2], t[2:]
	}
	for i := range t {
		if i > 0 {
			return t[:i], t[i:]
		}
	}
	return t, ""
}
