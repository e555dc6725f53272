package vendors

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
)

// A log that was asked through the filter of its family and came whole is not
// outweighed by the whole log that was cut; through another filter it is. Without its
// head a filtered answer is none.
func TestAFilteredAnswer(t *testing.T) {
	const asked = "show logging | include FIB|CEF|Buffer"
	out := func(command, text string, state transcript.State) fact.Output {
		o := fact.Output{Command: command, Text: text, State: string(state), Parser: "logging", Lines: 1}
		if text == "" {
			o.Lines, o.Parser = 0, ""
		}
		return o
	}
	cut := out("show logging", "x", transcript.TooBig)
	for _, tt := range []struct {
		name    string
		outputs []fact.Output
		answer  fact.Answer
		open    bool
	}{
		{"the filter", []fact.Output{out(asked, "Buffer logging: 1", transcript.Complete)}, fact.NotRead, false},
		{"the filter, then a log that was cut", []fact.Output{out(asked, "Buffer logging: 1", transcript.Complete), cut}, fact.NotRead, false},
		{"a log that was cut, then the filter", []fact.Output{cut, out("show  logging | include FIB|CEF|Buffer", "Buffer logging: 1", transcript.Complete)}, fact.NotRead, false},
		{"another filter, and a log that was cut", []fact.Output{out("show logging | include LINK", "x", transcript.Complete), cut}, fact.Cut, true},
		{"the filter was cut", []fact.Output{out(asked, "Buffer logging: 1", transcript.Truncated)}, fact.Cut, true},
		{"the filter without the head", []fact.Output{out(asked, "", transcript.Complete)}, fact.Empty, true},
		{"the filter without the head, and a log that was cut", []fact.Output{out(asked, "", transcript.Complete), cut}, fact.Cut, true},
		{"somebody's own filter finds nothing", []fact.Output{out("show logging | include FIB", "", transcript.Complete)}, fact.Empty, false},
	} {
		d := &fact.Device{Outputs: tt.outputs}
		v, open := beside(d, Command{Text: asked, Headed: true, Optional: true})
		if v.Answer != tt.answer || open != tt.open {
			t.Errorf("%s: %s, open %v", tt.name, v.Answer, open)
		}
	}
}
