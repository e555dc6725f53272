package read

import (
	"cmp"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/solve"
)

// hint says what to do next about a device that was not read. The causes are
// those of the collector.
func hint(cause string) string {
	return map[string]string{
		"resolve":     "is the name right, and does the resolver know it?",
		"unreachable": "is it up, and does the path (jump host, access list) let this machine through?",
		"refused":     "is SSH enabled, and are all its lines busy?",
		"auth":        "check the credential; it is not tried again in this scan",
		"hostkey":     "compare the key with the device's own before you accept it",
		"algorithms":  "an old device may need `legacy` algorithms allowed for it in the inventory",
		"credential":  "the secret could not be had: check its reference in the inventory",
		"breaker":     "the credential failed elsewhere: mend it and scan again",
		"timeout":     "a slow or busy device: raise its timeouts in the inventory, or scan it alone",
		"lost":        "the connection broke: scan it again",
		"protocol":    "what answered is not a router's command line",
		"jump":        "the jump host could not be passed",
		"cancelled":   "the scan was interrupted: scan it again",
		"forbidden":   "a command is not on the allow-list",
		"busy":        "look at its processor load before you scan it again",
		"denied":      "the login stands, and the account gets no command line there",
		"question":    "nothing was typed at the question: see on the device what it waits for",
		"budget":      "one session asks no more of a device: this may be a bug of headroom",
		"damaged":     "scan it again; 'headroom doctor' looks at the pages of the store",
		"capture":     "give it a headroom transcript or a terminal log with prompts",
	}[cause]
}

// readFailed finds devices that could not be read. What was received before the
// failure is judged all the same.
func readFailed() audit.Rule {
	return audit.Rule{
		ID:    "read/failed",
		Title: "the device could not be read",
		Check: func(c *audit.Case) []audit.Finding {
			fail := c.Device.Failure
			if fail.Cause == "" && fail.Text == "" {
				return nil
			}
			msg := "not read"
			if fail.Cause != "" {
				msg += ": " + fail.Cause
			}
			if fail.Cause == "hostkey" {
				msg = "not read: the host key is not the one that is known; the session ended before the password was sent"
			}
			if fail.Text != "" {
				msg += ": " + fail.Text
			}
			if h := cmp.Or(fail.Hint, hint(fail.Cause)); h != "" {
				msg += " (" + h + ")"
			}
			return []audit.Finding{{Severity: policy.Warn, State: audit.Fail, Action: solve.Investigate, Message: msg}}
		},
	}
}
