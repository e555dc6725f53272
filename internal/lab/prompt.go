package lab

import (
	"regexp"
	"strings"

	"github.com/headroom-audit/headroom/transcript"
)

// The systems that the lab speaks like; the words of the inventory.
const (
	ios   = "cisco_ios"
	iosxe = "cisco_iosxe"
	iosxr = "cisco_iosxr"
	nxos  = "cisco_nxos"
	junos = "juniper_junos"
)

// prompt is what a device prints when it waits, in parts.
type prompt struct {
	before string // RP/0/RP0/CPU0: of IOS-XR; "" elsewhere
	host   string // as recorded
	mark   string // # or >
	engine string // the line over a Junos prompt, {master:0}; "" = none
}

var (
	engineLine  = regexp.MustCompile(`^\{[A-Za-z0-9:_-]+\}(\[[a-z ]*\])?$`)
	junosPrompt = regexp.MustCompile(`^(\{[\w:\-]+\}(?:\[[\w ]+\])?\s*)?[\w.\-]+@`)
	xrPrompt    = regexp.MustCompile(`^(?:RP|LC|DRP)/\d+/[\w/]+:`)
)

// promptOf learns the prompt of a transcript from the line that holds its first
// command, or from what stands behind its first answer; and the OS that its
// shape shows: IOS-XR and Junos have their own, a blank behind # is NX-OS.
func promptOf(t *transcript.Transcript) (prompt, string) {
	line, os := promptLine(t), t.OS
	p := prompt{host: t.Device, mark: "#"}
	host, n, ok := transcript.PromptHost(line)
	if !ok {
		return p, os
	}
	p.host = host
	text := strings.TrimRight(line[:n], " ")
	p.mark = text[len(text)-1:]
	guess := ios
	switch {
	case xrPrompt.MatchString(line):
		guess, p.before = iosxr, xrPrompt.FindString(line)
	case junosPrompt.MatchString(line):
		guess, p.mark = junos, ">"
	case strings.HasPrefix(line[len(text):], " "):
		guess = nxos
	}
	if os == "" {
		os = guess
	}
	if os == junos {
		p.engine = engineOf(t)
	}
	return p, os
}

// promptLine gives a line that starts with the prompt.
func promptLine(t *transcript.Transcript) string {
	for i := range t.Records {
		r := &t.Records[i]
		if r.Kind != transcript.Command {
			continue
		}
		lo, hi := max(0, min(r.BodyStart, len(r.Raw))), max(0, min(r.BodyEnd, len(r.Raw)))
		head := strings.TrimSuffix(transcript.CleanText(r.Raw[:lo]), "\n")
		head = head[strings.LastIndexByte(head, '\n')+1:] // without the banner over it
		if _, n, ok := transcript.PromptHost(head); ok && strings.TrimSpace(head[n:]) == r.Command {
			return head
		}
		tail := strings.TrimSuffix(transcript.CleanText(r.Raw[hi:]), "\n")
		tail = tail[strings.LastIndexByte(tail, '\n')+1:]
		if _, n, ok := transcript.PromptHost(tail); ok && n == len(tail) {
			return tail
		}
	}
	return ""
}

// engineOf gives the line that most answers end with over the prompt.
func engineOf(t *transcript.Transcript) string {
	for i := range t.Records {
		r := &t.Records[i]
		for _, text := range []string{r.Text(), transcript.CleanText(r.Raw)} {
			for line := range strings.SplitSeq(text, "\n") {
				if r.Kind == transcript.Command && engineLine.MatchString(line) {
					return line
				}
			}
		}
	}
	return ""
}

// withoutEngine takes the line {master:0} off the end of an answer: it belongs
// to the prompt, and the device prints it there.
func (s *script) withoutEngine(text string) string {
	if s.prompt.engine == "" {
		return text
	}
	return strings.TrimSuffix(text, s.prompt.engine+"\n")
}
