package screen

import (
	"strings"

	"github.com/headroom-audit/headroom/transcript"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// refusals are the devices' words for "not here" or "not you", each at the
// start of a line: IOS and IOS-XE (ios:0 section 1, from rancid),
// IOS-XR, NX-OS and Junos (collector:1.3, junos:0).
var refusals = []*lazyregexp.Regexp{
	lazyregexp.New(`^% ?(Invalid (input|command|number|parameter)|Incomplete command|Ambiguous command|Unknown command|Authorization failed|Permission denied|This command is not authorized|Command authorization failed|Bad IP address)`),
	lazyregexp.New(`^(Command authorization failed|Error: AAA authorization failed|Line has invalid autocommand|Cmd exec error)`),
	lazyregexp.New(`^(syntax error|error: (syntax error|permission denied|command is not valid on|unknown command|subsystem not running)|unknown command\.|permission denied)`),
	lazyregexp.New(`^'?[a-z0-9 -]{1,60}'? is ambiguous\.`),
	lazyregexp.New(`^Aborted! This command can only be used on the master routing engine`),
}

// maxRefusal is the size of the longest answer that can be a refusal.
const maxRefusal = 2000

// Refusal gives the refusal in an answer, "" where the device answered. Only
// the first and the last three lines with text count: a log may quote it.
func Refusal(body []byte) string {
	if len(body) > maxRefusal {
		return ""
	}
	var lines []string
	for line := range strings.SplitSeq(transcript.CleanText(body), "\n") {
		if t := strings.TrimSpace(line); t != "" {
			lines = append(lines, t)
		}
	}
	for i, line := range lines {
		if i >= 3 && i < len(lines)-3 {
			continue
		}
		for _, re := range refusals {
			if re.MatchString(line) {
				return line
			}
		}
	}
	return ""
}
