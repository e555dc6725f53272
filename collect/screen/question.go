package screen

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"github.com/headroom-audit/headroom/transcript"
)

// Question is what a line that a device left standing asks for.
type Question int

// The questions. Nothing is ever typed at one but what it asks for: a line end is
// a wrong password, or confirms what somebody else began.
const (
	NoQuestion       Question = iota
	Perhaps                   // it ends as a question may: nothing is typed, and it may go on
	ForOther                  // yes or no, a choice, to confirm something
	ForUser                   // who logs in
	ForPassword               // the password of the account
	ForNewPassword            // the old one, a new one, one again: it expired
	ForOtherPassword          // that of enable, of root
	ForCode                   // a secret of another kind: passcode, PIN, token, passphrase
)

// Secret reports whether a secret is asked for.
func (q Question) Secret() bool { return q >= ForPassword }

// The words of questions, in lower case.
var (
	passwordWords = []string{"password", "passwd", "passwort", "kennwort", "passe", "secret"}
	codeWords     = []string{"passcode", "pin", "token", "tokencode", "otp", "code", "verification", "authenticator", "securid", "challenge", "response", "passphrase", "factor", "one-time", "onetime", "2fa", "mfa", "duo", "s/key"}
	newWords      = []string{"new", "old", "current", "existing", "previous", "change", "retype", "re-enter", "reenter", "repeat", "again", "confirm", "verify"}
	otherWords    = []string{"enable", "root", "sudo", "maintenance", "bios"} // whose password is not that of the account
	userWords     = []string{"username", "login", "user", "userid"}
	politeWords   = []string{"enter", "your", "please", "the"}
	decisions     = []string{"confirm", "accept", "agree", "consent", "proceed", "reload", "reboot", "erase", "delete", "overwrite"}
	namedBy       = []string{"for", "user", "account", "on", "at"} // a name stands behind them
)

// Asks says what a line asks for. Names of users and hosts in it are no words:
// "bob@old-pe-1's password:" is the question for a password.
func Asks(line string) Question {
	text := strings.ToLower(strings.TrimFunc(line, unicode.IsSpace))
	if i := strings.LastIndexByte(text, '\n'); i >= 0 {
		text = text[i+1:]
	}
	if text == "" || strings.HasSuffix(text, "last login:") {
		return NoQuestion
	}
	words := clause(text)
	end, _ := lastRune(text)
	asks := strings.ContainsRune(":?：？=", end)
	if strings.ContainsRune(">#%$", end) && len(words) == 1 {
		if w := strings.TrimRight(words[0], "#%$"); slices.Contains(passwordWords, w) || w == "username" || w == "passcode" {
			words[0], asks = w, true // and not a prompt
		}
	}
	choice := offersChoice(text)
	switch q := secretAsked(words); {
	case q != NoQuestion && (asks && !choice || bare(words)):
		return q
	case asks && !choice && len(words) > 0 && isUser(words):
		return ForUser
	case choice || end == '?' || end == '？':
		return ForOther
	}
	switch press, decides := wantsLineEnd(words); {
	case press && decides, asks && !press:
		return Perhaps
	}
	return NoQuestion
}

// secretAsked says which secret the words of a question name.
func secretAsked(words []string) Question {
	password, code, renewed, other := false, false, false, false
	for _, w := range words {
		for _, p := range passwordWords {
			if head, ok := strings.CutSuffix(w, p); ok {
				head = strings.TrimRight(head, "-_")
				password = true
				renewed = renewed || slices.Contains(newWords, head)
				code = code || slices.Contains(codeWords, head)
			}
		}
		code = code || slices.Contains(codeWords, w) || strings.HasPrefix(w, "otp-")
		renewed = renewed || slices.Contains(newWords, w)
		other = other || slices.Contains(otherWords, w)
	}
	switch {
	case code:
		return ForCode
	case password && other:
		return ForOtherPassword
	case password && renewed:
		return ForNewPassword
	case password:
		return ForPassword
	}
	return NoQuestion
}

// clause gives the words of the last sentence of a line, without names and
// without the signs around words.
func clause(text string) []string {
	fields := strings.Fields(text)
	var words []string
	skip := false
	for i, f := range fields {
		w := strings.Trim(f, ".,;:!?：？=\"'`()[]<>*")
		ends := i < len(fields)-1 && strings.ContainsAny(f[len(f)-1:], ".!?;")
		switch {
		case skip && !slices.Contains(namedBy, w):
			skip = false
		case strings.ContainsAny(w, "@\\") || strings.HasSuffix(w, "'s"):
		case w != "":
			words = append(words, w)
			skip = slices.Contains(namedBy, w) && w == strings.TrimLeft(f, "([\"'`<")
		}
		if ends {
			words, skip = words[:0], false
		}
	}
	return words
}

// bare reports whether a secret is asked for without a sign behind it: "Enter
// PASSCODE".
func bare(words []string) bool {
	last := len(words) - 1
	for _, w := range words[:last] {
		if !slices.Contains(politeWords, w) {
			return false
		}
	}
	return slices.Contains(passwordWords, words[last]) || words[last] == "passcode"
}

// wantsLineEnd reports whether a line asks for RETURN, "Press RETURN to get
// started", and whether that decides something.
func wantsLineEnd(words []string) (press, decides bool) {
	key := false
	for _, w := range words {
		press = press || w == "press" || w == "hit"
		key = key || w == "return" || w == "enter" || w == "key"
		decides = decides || slices.Contains(decisions, w)
	}
	return press && key, decides
}

// isUser reports whether the words of a question end in one for who logs in.
func isUser(words []string) bool {
	last := words[len(words)-1]
	if n := len(words); n > 1 && words[n-2] == "user" && (last == "name" || last == "id") {
		return true
	}
	return slices.Contains(userWords, last)
}

// offersChoice reports whether a line ends in what may be chosen: [confirm],
// (y/n), [no]:, <yes/no>.
func offersChoice(text string) bool {
	text = strings.TrimRight(text, " :?")
	end, n := lastRune(text)
	open := map[rune]string{']': "[", ')': "(", '>': "<"}[end]
	if open == "" {
		return false
	}
	at := strings.LastIndex(text, open)
	if at < 0 {
		return false
	}
	choice := strings.TrimSpace(text[at+1 : len(text)-n])
	if end == ']' { // not [OK] behind a test that the device made
		return len(choice) <= 24 && !slices.Contains([]string{"ok", "done", "passed", "failed"}, choice)
	}
	return slices.Contains([]string{"y/n", "yes/no", "y/n/q", "yes/no/cancel", "confirm", "y", "n", "yes", "no", "y/[n]", "[y]/n"}, choice)
}

func lastRune(s string) (rune, int) {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i]&0xc0 != 0x80 {
			return []rune(s[i:])[0], len(s) - i
		}
	}
	return 0, 0
}

// maxQuestion is how much of a line is looked at for a question.
const maxQuestion = 1024

// Standing gives the last line with text of what came, what it asks for, and
// whether it still stands there: behind its line end it only may be a question.
func Standing(raw []byte) (line string, q Question) {
	at := bytes.LastIndexByte(raw, '\n') + 1
	if line = questionText(raw[at:]); line != "" {
		return line, Asks(line)
	}
	for end := at - 1; end > 0 && at-end < maxQuestion; {
		start := bytes.LastIndexByte(raw[:end], '\n') + 1
		if line = questionText(raw[start:end]); line != "" {
			if q = Asks(line); q == ForOther {
				q = Perhaps
			}
			return line, q
		}
		end = start - 1
	}
	return "", NoQuestion
}

// questionText is the end of a line as a person sees it.
func questionText(raw []byte) string {
	text := transcript.CleanText(raw[max(0, len(raw)-maxQuestion):])
	return strings.TrimFunc(text, unicode.IsSpace)
}
