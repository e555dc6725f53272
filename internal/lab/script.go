package lab

import (
	"strings"

	"github.com/headroom-audit/headroom/transcript"
)

// script is what a transcript lets a device say. It never changes after it was
// made: devices share it.
type script struct {
	os      string // by the shape of its prompt; a guess
	prompt  prompt
	motd    string // before the first prompt, with CR LF
	answers []answer
	exact   map[string]int // command as typed, or normalised -> answers
}

// answer is a command and what it printed each time it was recorded.
type answer struct {
	command string // normalised
	words   []string
	texts   []string // the recorded texts, with LF
}

func newScript(t *transcript.Transcript) *script {
	s := &script{exact: map[string]int{}}
	if t == nil {
		return s
	}
	s.prompt, s.os = promptOf(t)
	for i := range t.Records {
		switch r := &t.Records[i]; r.Kind {
		case transcript.Login, transcript.Loose:
			if i == 0 {
				s.motd = greeting(r.Text(), s.prompt)
			}
		case transcript.Command:
			s.add(r.Command, s.withoutEngine(r.Text()))
		case transcript.Setup, transcript.Bye: // made by the device itself
		}
	}
	return s
}

func (s *script) add(command, text string) {
	key := normal(command)
	i, ok := s.exact[key]
	if !ok {
		i = len(s.answers)
		s.answers = append(s.answers, answer{command: key, words: words(key)})
		s.exact[key] = i
	}
	for _, also := range []string{command, strings.TrimSuffix(key, " | no-more")} {
		if _, ok := s.exact[also]; !ok {
			s.exact[also] = i
		}
	}
	s.answers[i].texts = append(s.answers[i].texts, text)
}

// greeting is the message of the day of a login record: without the prompt
// lines that a log may have caught.
func greeting(text string, p prompt) string {
	var keep []string
	for line := range strings.SplitSeq(strings.Trim(text, "\n"), "\n") {
		if host, n, ok := transcript.PromptHost(line); ok && host == p.host && n >= len(line) {
			continue
		}
		keep = append(keep, line)
	}
	if len(keep) == 1 && keep[0] == "" {
		return ""
	}
	return crlf(strings.Join(keep, "\n") + "\n")
}

// normal is a command in lower case with single blanks.
func normal(command string) string {
	return strings.ToLower(strings.Join(strings.Fields(command), " "))
}

func words(command string) []string { return strings.Fields(command) }

// find gives the answer to a typed command: the same text, the same but for
// case and blanks, then the only one whose words it abbreviates or spells out.
// ambiguous is set where there are several of those; bad is the first word that
// no recorded command has at its place.
func (s *script) find(typed string) (i int, ok, ambiguous bool, bad int) {
	if i, ok := s.exact[typed]; ok {
		return i, true, false, 0
	}
	key := normal(typed)
	if i, ok := s.exact[key]; ok {
		return i, true, false, 0
	}
	want := words(key)
	found := -1
	for j := range s.answers {
		n := matching(want, s.answers[j].words)
		bad = max(bad, n)
		if n < len(want) || n < len(s.answers[j].words) {
			continue
		}
		if found >= 0 {
			ambiguous = true
			continue
		}
		found = j
	}
	return found, found >= 0 && !ambiguous, ambiguous, min(bad, max(0, len(want)-1))
}

// matching is how many words of the two agree, from the first on.
func matching(typed, recorded []string) int {
	n := 0
	for n < len(typed) && n < len(recorded) && sameWord(typed[n], recorded[n]) {
		n++
	}
	return n
}

// sameWord reports whether one word abbreviates the other. What is left out may
// hold no digit: module 1 is not module 10, ip is not ipv6.
func sameWord(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	rest, ok := strings.CutPrefix(b, a)
	if !ok || a == "" {
		return false
	}
	letters := func(r rune) bool { return r >= 'a' && r <= 'z' || r == '-' || r == '_' }
	return rest == "" || letters(rune(a[0])) && strings.IndexFunc(rest, func(r rune) bool { return !letters(r) }) < 0
}

// crlf gives text as a terminal gets it.
func crlf(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }
