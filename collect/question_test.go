package collect

import (
	"slices"
	"strings"
	"testing"
)

// A question behind an answer, or behind the prompt of the set-up, gets nothing
// but time, whether the device echoes or not.
func TestNothingIsTypedAtAQuestion(t *testing.T) {
	for name, cli := range map[string]*fakeCLI{"echo": {}, "no echo": {noEcho: true}, "type-ahead": {typeAhead: true}} {
		for _, at := range []string{"show x", "terminal width 511"} {
			t.Run(name+" "+at, func(t *testing.T) {
				t.Parallel()
				f := &fakeCLI{noEcho: cli.noEcho, typeAhead: cli.typeAhead, prompt: "sw1#"}
				f.answers = map[string]func(*dialog){
					"show x": say(table),
					at:       func(d *dialog) { d.say(table + "sw1#\nProceed with reload? [confirm]"); d.mute = true },
				}
				_, err := visit(t, f, "show x")
				if causeOf(err) != CauseQuestion || !strings.Contains(err.Error(), "[confirm]") {
					t.Error(err)
				}
				if slices.Contains(f.sent, "") || slices.Contains(f.sent, "exit") {
					t.Errorf("typed %q", f.sent)
				}
			})
		}
	}
}
