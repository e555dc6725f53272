package collect

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

const (
	ciscoSetup = "terminal length 0,terminal width 511"
	junosSetup = "set cli screen-length 0,set cli screen-width 511"
)

// oddPrompts are prompts that operators give their devices, synthetic, in the
// shapes of the reports that issue 11 names.
func oddPrompts() []struct {
	prompt, motd string
	os           fact.OS
	next         func(int) string
	setup        string
	typed        int // empty lines
} {
	counting := func(n int) string { return fmt.Sprintf("gw7:%d#", n) }
	clock := func(n int) string { return fmt.Sprintf("10:00:%02d gw7 core#", n) }
	later := func(n int) string { // stands still in the set-up
		return fmt.Sprintf("10:%02d gw7#", max(0, n-4))
	}
	return []struct {
		prompt, motd string
		os           fact.OS
		next         func(int) string
		setup        string
		typed        int
	}{
		{"R&D-gw7#", "", "", nil, ciscoSetup, 0},
		{"gw,7#", "", "", nil, ciscoSetup, 0},
		{"leaf7%management# ", "", "", nil, ciscoSetup, 0},
		{"NOCDOM\\ops@mx7> ", "", "", nil, junosSetup, 0},
		{"[gw7]#", "", "", nil, ciscoSetup, 1},
		{"*gw7#", "", "", nil, ciscoSetup, 1},
		{"core gw7#", "", "", nil, ciscoSetup, 1},
		{"mx7 (ops) > ", "--- JUNOS 18.4R1 built 2018-12-17\n", "", nil, junosSetup, 1},
		{"mx7> ", "{master:0}\n", "", nil, junosSetup, 0},
		{"mx7 (ops) > ", "", fact.Junos, nil, junosSetup, 1},
		{"ops@gw7> ", "", fact.IOSXE, nil, ciscoSetup, 0},
		{"", "", "", counting, ciscoSetup, 0},
		{"", "", "", clock, ciscoSetup, 1},
		{"", "", "", later, ciscoSetup, 2},
	}
}

// A prompt is what the device repeats after an empty line, and nothing else is
// typed to learn it; the set-up is in the words of its system.
func TestOddPrompts(t *testing.T) {
	for _, tt := range oddPrompts() {
		name := tt.prompt + tt.motd + string(tt.os)
		if tt.next != nil {
			name = tt.next(1)
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cli := &fakeCLI{motd: tt.motd, prompt: tt.prompt, next: tt.next, answers: map[string]func(*dialog){"show one": say(table), "show two": say("two\n")}}
			tr, err := visitJob(t, cli, inventory.Device{Name: "gw7", OS: tt.os}, Command{Text: "show one"}, Command{Text: "show two"})
			c := commands(tr)
			if err != nil || len(c) != 2 || c[0].State != transcript.Complete || c[0].Text() != table || c[1].Text() != "two\n" {
				t.Fatalf("%v, %+v", err, c)
			}
			sent := slices.DeleteFunc(slices.Clone(cli.sent), func(line string) bool { return line == "" })
			if got := strings.Join(sent, ","); got != tt.setup+",show one,show two,exit" || len(cli.sent)-len(sent) != tt.typed {
				t.Errorf("sent %q", cli.sent)
			}
		})
	}
}

// A line that looks like the prompt of the device next door is part of the
// answer, whatever pause stands behind it.
func TestTheNextDeviceIsNoPrompt(t *testing.T) {
	answer := func(d *dialog) {
		d.say("one\ngw8#")
		d.rest(4 * quick().Late)
		d.say("\ntwo\n")
	}
	cli := &fakeCLI{prompt: "gw7#", answers: map[string]func(*dialog){"show one": answer}}
	tr, err := visit(t, cli, "show one")
	c := commands(tr)
	if err != nil || len(c) == 0 {
		t.Fatalf("%v, %+v", err, c)
	}
	for _, rec := range c {
		if rec.Text() != "one\ngw8#\ntwo\n" || rec.State != transcript.Healed {
			t.Errorf("%s %q", rec.State, rec.Text())
		}
	}
}

// Where the words of one system are refused in those of the other, the other's are
// sent.
func TestRefusedSetup(t *testing.T) {
	no := func(d *dialog) { d.say("    ^\nunknown command.\n\n") }
	cli := &fakeCLI{prompt: "mx7 (ops) > ", answers: map[string]func(*dialog){"terminal length 0": no, "terminal width 511": no, "show one": say(table)}}
	tr, err := visit(t, cli, "show one")
	if c := commands(tr); err != nil || len(c) != 1 || c[0].Text() != table {
		t.Errorf("%v, %+v", err, c)
	}
	if got := strings.Join(cli.sent, ","); got != ","+ciscoSetup+","+junosSetup+",show one,exit" {
		t.Errorf("sent %q", got)
	}
}

// The last resort is the inventory; without it the last line is quoted.
func TestThePromptOfTheInventory(t *testing.T) {
	const prompt = "gw7 ready:"
	cli := &fakeCLI{prompt: prompt, answers: map[string]func(*dialog){"show one": say(table)}}
	tr, err := visitJob(t, cli, inventory.Device{Name: "gw7", Prompt: "ready:"}, Command{Text: "show one"})
	if c := commands(tr); err != nil || len(c) != 1 || c[0].State != transcript.Complete || c[0].Text() != table {
		t.Errorf("%v, %+v", err, c)
	}
	_, err = visit(t, &fakeCLI{prompt: prompt}, "show one")
	var e *Error
	if !errors.As(err, &e) || e.Cause != CauseTimeout || !strings.Contains(e.Msg, prompt) || !strings.Contains(e.Hint, "prompt:") {
		t.Errorf("without it: %v", err)
	}
}

// A device that reads the empty line before it printed a prompt prints two in one
// line.
func TestPromptTwice(t *testing.T) {
	cli := &fakeCLI{noEcho: true, prompt: "gw7# ", answers: map[string]func(*dialog){"show one": say(table)}}
	cli.motd, cli.pause = "hello\n", quick().FirstPrompt/4
	tr, err := visit(t, cli, "show one")
	if c := commands(tr); err != nil || len(c) != 1 || c[0].Text() != table {
		t.Errorf("%v, %+v", err, c)
	}
}

// enable is given where the prompt of the device becomes the same with #.
func TestEnableAtAnOddPrompt(t *testing.T) {
	secret := func(d *dialog) {
		d.raw("Password: ")
		if line := <-d.in; line == "s3cret-en" {
			d.raw("\r\n")
			d.say("")
		}
	}
	cli := &fakeCLI{answers: map[string]func(*dialog){"enable": secret, "show one": say(table)}}
	cli.next = func(n int) string {
		if n > 2 { // the first, the one behind the empty line
			return "[gw7]#"
		}
		return "[gw7]>"
	}
	tr, err := visitJob(t, cli, inventory.Device{Name: "gw7", Enable: "en"}, Command{Text: "show one"})
	if c := commands(tr); err != nil || len(c) != 1 || c[0].Text() != table {
		t.Errorf("%v, %+v", err, c)
	}
}
