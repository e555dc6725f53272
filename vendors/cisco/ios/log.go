package ios

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// signature is one syslog message that tells of full forwarding memory.
type signature struct {
	mark     string // what is in the line
	resource string
	severity string
}

// signatures are the messages of domain/ios.md section 11 that were seen ([S]),
// and the one of the 12000 from its capture. Those only remembered ([M]) are
// left out. A line proves that it happened, never that it goes on.
var signatures = []signature{
	{"FIB_EXCEPTION_THRESHOLD:", "fib", "near"},
	{"FIB_EXCEPTION:", "fib", "over"},
	{"CFIB_EXCEPTION", "fib", "over"},
	{"%PLATFORM_UCAST-4-PREFIX", fact.FibIPv4, "over"},
	{"%PLATFORM_UCAST-6-PREFIX", fact.FibIPv4, "over"},
	{"%HW_RES_FAIL-4-LOW_CEF_MEM", fact.FibMemory, "near"},
}

// readLog finds overflow messages in `show logging` or in a pasted line.
func readLog(s *textscan.Scan, r *fact.Reading) {
	messages := 0
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		at := strings.IndexByte(l.Text, '%')
		if at < 0 || !isMessage(l.Text[at:]) {
			if logHead(l.Trim()) {
				s.Claim(l)
				r.Recognised = true
			}
			continue
		}
		messages++
		s.Claim(l)
		for _, sig := range signatures {
			if strings.Contains(l.Text[at:], sig.mark) {
				r.Exceptions = append(r.Exceptions, logException(s, l, at, sig))
				break
			}
		}
	}
	r.Recognised = r.Recognised || messages > 0
}

func logException(s *textscan.Scan, l textscan.Line, at int, sig signature) fact.Exception {
	text := l.Text[at:]
	e := fact.Exception{
		Kind: fact.OverflowLog, Resource: sig.resource, Scope: fact.System(), Raised: fact.Yes, Latched: true,
		Severity: "red", Text: text, Span: s.Span(l, at, len(l.Text)),
	}
	if sig.severity == "near" {
		e.Severity = "yellow"
	}
	if e.Resource == "fib" {
		e.Resource = fact.FibIPv4MPLS
		for _, af := range []string{"IPv4", "IPv6", "MPLS"} {
			if strings.Contains(text, af) {
				e.Resource = regionResource(af)
			}
		}
	}
	return e
}

// isMessage reports "%FACILITY-…-SEVERITY-MNEMONIC".
func isMessage(t string) bool {
	head, _, _ := strings.Cut(t[1:], " ")
	head = strings.TrimSuffix(head, ":")
	parts := strings.Split(head, "-")
	if len(parts) < 3 {
		return false
	}
	for _, p := range parts[1:] {
		if len(p) == 1 && p[0] >= '0' && p[0] <= '7' {
			return parts[0] != ""
		}
	}
	return false
}

// logHead reports the lines that describe the logging itself.
func logHead(t string) bool {
	for _, p := range []string{"Syslog logging:", "Console logging:", "Monitor logging:", "Buffer logging:", "Exception Logging:", "Trap logging:", "Log Buffer (", "Persistent logging:", "File logging:", "Count and timestamp logging", "No Active Message Discriminator", "No Inactive Message Discriminator", "Logging to "} {
		if strings.HasPrefix(t, p) {
			return true
		}
	}
	return false
}

// readTech takes the table of contents of a tech-support file: its sections are
// read as answers of their own once they are cut apart.
func readTech(s *textscan.Scan, r *fact.Reading) {
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		if strings.HasPrefix(t, "------------------ show ") || strings.HasPrefix(t, "CMD: '") {
			r.Recognised = true
			s.Claim(l)
		}
	}
}
