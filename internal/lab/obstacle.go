package lab

import "strings"

// obstacle is what a terminal shows instead of a prompt.
type obstacle struct {
	text  string
	ends  bool // the session ends behind it
	wakes bool // a line end brings the prompt
}

// obstacle gives what stands in the way of the prompt; ok = something does.
func (f Fault) obstacle() (g obstacle, ok bool) {
	switch f.Name() {
	case FaultExecDenied:
		return obstacle{text: "\r\n% Authorization failed.\r\n", ends: true}, true
	case FaultSessionLimit:
		return obstacle{text: "Sorry, the maximum number of sessions for this user is reached.\r\n", ends: true}, true
	case FaultStandby:
		return obstacle{text: "\r\n\r\nStandby console disabled\r\n"}, true
	case FaultPressReturn:
		return obstacle{text: "\r\n\r\nPress RETURN to get started.", wakes: true}, true
	case FaultConsole:
		return obstacle{wakes: true}, true
	case FaultShellPassword:
		return obstacle{text: "\r\nUser Access Verification\r\n\r\nPassword: "}, true
	case FaultShellExpired:
		return obstacle{text: "\r\nYour password has expired.\r\nCurrent password: "}, true
	case FaultShellCode:
		return obstacle{text: "\r\nEnter PASSCODE: "}, true
	case FaultShellUser:
		return obstacle{text: "\r\nUsername: "}, true
	case FaultConsent:
		return obstacle{text: "\r\nAuthorised use only.\r\nDo you accept these terms? [yes/no]: "}, true
	case FaultPending:
		return obstacle{text: "\r\nProceed with reload? [confirm]"}, true
	}
	return obstacle{}, false
}

// greeted shows g; false = no prompt comes. What is typed at a question counts as
// a rejected login.
func (s *session) greeted(g obstacle) bool {
	s.print(g.text)
	s.flush()
	if g.ends {
		return false
	}
	for {
		if _, err := s.readLine(false); err != nil {
			return false
		}
		if g.wakes {
			return true
		}
		if !strings.HasSuffix(g.text, "\n") {
			s.r.rejected.Add(1)
		}
	}
}
