package collect

import "testing"

// What devices say instead of a prompt or of a greeting, and what that means.
func TestRefusing(t *testing.T) {
	for text, want := range map[string]Cause{
		"\r\n% Authorization failed.\r\n":                                           CauseDenied,
		"Welcome\n% Authorization denied by server\n":                               CauseDenied,
		"Error: AAA authorization failed\n":                                         CauseDenied,
		"Sorry, the maximum number of sessions for this user is reached.\n":         CauseRefused,
		"Exceeded MaxStartups\r\n":                                                  CauseRefused,
		"Not allowed at this time\r\n":                                              CauseRefused,
		"Connection refused: too many vty sessions\r\n":                             CauseRefused,
		"% All lines are busy, try later\n":                                         CauseRefused,
		"all connections are in use\n":                                              CauseRefused,
		"\r\n\r\nStandby console disabled\r\n":                                      CauseDenied,
		"This account is currently not available.\n":                                CauseDenied,
		"Your password has expired.\nYou must change it now and login again!\n":     CauseAuth,
		"Authorised access only. Access without permission is not allowed at all\n": "",
		"Maximum uptime 3 years. Welcome\n":                                         "",
		"":                                                                          "",
	} {
		if _, got, _ := Refusing(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
