package collect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// commands gives the records that are questions.
func commands(t *transcript.Transcript) []transcript.Record {
	var out []transcript.Record
	for _, r := range t.Records {
		if r.Kind == transcript.Command {
			out = append(out, r)
		}
	}
	return out
}

const table = "Resource  Used  Free\nIPv4      812   188\nIPv6      45    955\n"

func say(s string) func(*dialog) { return func(d *dialog) { d.say(s) } }

// TestFaults: for every way in which routers answer, the state and the text of
// the first answer. A second command must be right whatever the first did.
func TestFaults(t *testing.T) {
	const cisco = "core-sw-07#"
	for _, tt := range []struct {
		name   string
		cli    *fakeCLI
		answer func(*dialog)
		state  transcript.State
		text   string // "" = table
		note   string // part of a note of the first answer
		cause  Cause  // of the session
	}{
		{name: "plain", answer: say(table), state: transcript.Complete},
		{name: "empty", answer: say(""), state: transcript.Complete, text: "-"},
		{name: "no echo", cli: &fakeCLI{noEcho: true}, answer: say(table), state: transcript.Complete},
		{name: "type-ahead echo", cli: &fakeCLI{typeAhead: true}, answer: say(table), state: transcript.Complete},
		{name: "no echo, own prompt and a long pause", cli: &fakeCLI{noEcho: true}, answer: func(d *dialog) {
			d.say("first\n" + cisco)
			d.rest(250 * time.Millisecond)
			d.say("\nrest\n")
		}, state: transcript.Healed, text: "first\n" + cisco + "\nrest\n", note: "came after what looked like the end"},
		{name: "type-ahead echo, own prompt and a long pause", cli: &fakeCLI{typeAhead: true}, answer: func(d *dialog) {
			d.say("first\n" + cisco)
			d.rest(250 * time.Millisecond)
			d.say("\nrest\n")
		}, state: transcript.Healed, text: "first\n" + cisco + "\nrest\n", note: "came after what looked like the end"},
		{name: "type-ahead echo, own prompt and pauses all over", cli: &fakeCLI{typeAhead: true}, answer: func(d *dialog) {
			for range 3 {
				d.say("part\n" + cisco)
				d.rest(120 * time.Millisecond)
				d.say("\n")
				d.rest(120 * time.Millisecond)
			}
			d.say("rest\n")
		}, state: transcript.Healed, text: strings.Repeat("part\n"+cisco+"\n", 3) + "rest\n"},
		{name: "no echo, glued", cli: &fakeCLI{noEcho: true}, answer: say(table + "end of it"), state: transcript.Complete, text: table + "end of it", note: "without a line end"},
		{name: "type-ahead echo, refused", cli: &fakeCLI{typeAhead: true}, answer: say("% Authorization failed.\n"), state: transcript.Rejected, text: "% Authorization failed.\n"},
		{name: "no echo, prompt changes its mode", cli: &fakeCLI{noEcho: true}, answer: func(d *dialog) { d.say(table); d.prompt = "core-sw-07(standby)#" }, state: transcript.Complete, note: "changed"},
		{name: "no echo, junos", cli: &fakeCLI{prompt: "ops@re0-mx1> ", noEcho: true}, answer: say(table + "\n{master}\n"), state: transcript.Complete, text: table + "\n"},
		{name: "no echo, syslog after the prompt", cli: &fakeCLI{noEcho: true}, answer: func(d *dialog) {
			d.say(table + cisco + "\n*Nov 24 10:00:01.1: %SYS-5-CONFIG_I: Configured from console by ops\n")
			d.mute = true
		}, state: transcript.Complete, note: "after the prompt"},
		{name: "echo redrawn", cli: &fakeCLI{echo: func(c string) string { return c[:3] + "\x1b[K" + c[3:] + "xy\b \b\b \b\r\n" }}, answer: say(table), state: transcript.Complete},
		{name: "echo drawn again from the start of the line", cli: &fakeCLI{echo: func(c string) string { return c + "\r" + cisco + c + "\r\n" }}, answer: say(table), state: transcript.Complete},
		{name: "echo folded", cli: &fakeCLI{echo: func(c string) string {
			if len(c) > 30 {
				return c[:30] + "\r\n" + c[30:] + "\r\n"
			}
			return c + "\r\n"
		}}, answer: say(table), state: transcript.Complete},
		{name: "junos", cli: &fakeCLI{prompt: "ops@re0-mx1> "}, answer: say(table + "\n{master}\n"), state: transcript.Complete, text: table + "\n"},
		{name: "iosxr", cli: &fakeCLI{prompt: "RP/0/RSP0/CPU0:xr9k-1#"}, answer: say("Tue Nov 24 10:00:00.123 UTC\n" + table), state: transcript.Complete, text: "Tue Nov 24 10:00:00.123 UTC\n" + table},
		{name: "nxos", cli: &fakeCLI{prompt: "n9k-leaf# "}, answer: say(table), state: transcript.Complete},
		{name: "banner with prompts", cli: &fakeCLI{motd: "switch#\nPassword:\n --More-- \nWelcome>\n"}, answer: say(table), state: transcript.Complete},
		{name: "banner without a line end", cli: &fakeCLI{motd: "\nwelcome to "}, answer: say(table), state: transcript.Complete},
		{name: "banner that looks like a prompt and pauses", cli: &fakeCLI{motd: "\nnot-me#", pause: 200 * time.Millisecond}, answer: say(table), state: transcript.Complete},
		{name: "prompt-like line at a pause", answer: func(d *dialog) {
			d.say("neighbor\nother-rtr#")
			d.rest(150 * time.Millisecond)
			d.say("\nafter\n")
		}, state: transcript.Complete, text: "neighbor\nother-rtr#\nafter\n"},
		{name: "own prompt and a pause", answer: func(d *dialog) {
			d.say("first\n" + cisco)
			d.rest(100 * time.Millisecond)
			d.say("\nrest\n")
		}, state: transcript.Healed, text: "first\n" + cisco + "\nrest\n", note: "put back"},
		{name: "percent at a pause", answer: func(d *dialog) {
			d.say("IPv4 85%")
			d.rest(150 * time.Millisecond)
			d.say("\nIPv6 10%\n$\n")
		}, state: transcript.Complete, text: "IPv4 85%\nIPv6 10%\n$\n"},
		{name: "glued", answer: say(table + "end of it"), state: transcript.Complete, text: table + "end of it", note: "without a line end"},
		{name: "NUL, ANSI, OSC, split", answer: func(d *dialog) {
			d.raw("\x00IPv4 \x1b[1")
			d.rest(30 * time.Millisecond)
			d.raw("m812\x1b[0m\x1b]0;title\x07\r\n")
		}, state: transcript.Complete, text: "IPv4 812\n"},
		{name: "invalid UTF-8", answer: func(d *dialog) { d.raw("a\xff\xfeb\r\n") }, state: transcript.Complete, text: "a\uFFFD\uFFFDb\n"},
		{name: "rejected", answer: say("            ^\n% Invalid input detected at '^' marker.\n\n"), state: transcript.Rejected, text: "            ^\n% Invalid input detected at '^' marker.\n\n"},
		{name: "rejected by AAA", answer: say("% Authorization failed.\n"), state: transcript.Rejected, text: "% Authorization failed.\n"},
		{name: "refusal quoted in a log", answer: say("Nov 24 10:00:01: cli: % Invalid input detected at '^' marker.\n" + table), state: transcript.Complete, text: "Nov 24 10:00:01: cli: % Invalid input detected at '^' marker.\n" + table},
		{name: "syslog inside", answer: say("IPv4 812\n*Nov 24 10:00:01.1: %SYS-5-CONFIG_I: Configured from console\nIPv6 45\n"), state: transcript.Complete, text: "IPv4 812\n*Nov 24 10:00:01.1: %SYS-5-CONFIG_I: Configured from console\nIPv6 45\n"},
		{name: "syslog after the prompt", answer: func(d *dialog) {
			d.say(table + cisco + "\n*Nov 24 10:00:01.1: %SYS-5-CONFIG_I: Configured from console by ops\n")
			d.mute = true
		}, state: transcript.Complete, note: "after the prompt"},
		{name: "syslog and a new prompt", answer: func(d *dialog) {
			d.say(table + cisco)
			d.rest(100 * time.Millisecond)
			d.say("\n*Nov 24 10:00:01.1: %LINK-3-UPDOWN: Interface up\n")
		}, state: transcript.Complete},
		{name: "prompt changes its mode", answer: func(d *dialog) { d.say(table); d.prompt = "core-sw-07(standby)#" }, state: transcript.Complete, note: "changed"},
		{name: "IOS pager", answer: pagesOf(" --More-- ", "\b\b\b\b\b\b\b\b\b\b          \b\b\b\b\b\b\b\b\b\b"), state: transcript.Paged, note: "2 pager"},
		{name: "Junos pager", answer: pagesOf("---(more 45%)---", "\r                \r"), state: transcript.Paged, note: "2 pager"},
		{name: "NX-OS pager", answer: pagesOf("\x1b[7m--More--\x1b[27m", "\r\x1b[K"), state: transcript.Paged, note: "2 pager"},
		{name: "hang", answer: func(d *dialog) { d.say("IPv4 812\n"); d.rest(900 * time.Millisecond); d.mute = true }, state: transcript.Timeout, text: "IPv4 812\n", cause: CauseTimeout},
		{name: "drip", answer: func(d *dialog) {
			for range 40 {
				d.raw("x")
				d.rest(50 * time.Millisecond)
			}
		}, state: transcript.Timeout, text: "*", cause: CauseTimeout},
		{name: "disconnect", answer: func(d *dialog) { d.say("IPv4 812\nIPv"); _ = d.c.Close() }, state: transcript.Truncated, text: "IPv4 812\nIPv", cause: CauseLost},
		{name: "too big", answer: func(d *dialog) { d.say(strings.Repeat(strings.Repeat("x", 79)+"\n", 1000)) }, state: transcript.TooBig, text: "*", note: "larger"},
		{name: "endless", answer: func(d *dialog) {
			for range 1000 {
				if _, err := d.c.Write([]byte(strings.Repeat("y", 4096) + "\r\n")); err != nil {
					return
				}
			}
		}, state: transcript.TooBig, text: "*", cause: CauseProtocol},
		{name: "one line of 60 KB", answer: say(strings.Repeat("z", 60000) + "\n"), state: transcript.Complete, text: strings.Repeat("z", 60000) + "\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			const one, two = "show hardware capacity forwarding of it", "show second"
			f := tt.cli
			if f == nil {
				f = &fakeCLI{}
			}
			if f.prompt == "" {
				f.prompt = cisco
			}
			f.answers = map[string]func(*dialog){one: tt.answer, two: say("second answer\n")}
			start := time.Now()
			tr, err := visit(t, f, one, two)
			if took := time.Since(start); took > 6*time.Second {
				t.Errorf("it took %s", took)
			}
			rec := commands(tr)
			if len(rec) == 0 {
				t.Fatalf("no answers; %v; %+v", err, tr.Records)
			}
			if rec[0].State != tt.state {
				t.Errorf("state %s, want %s; notes %q; text %q", rec[0].State, tt.state, rec[0].Notes, tail(rec[0].Text()))
			}
			want := tt.text
			switch want {
			case "":
				want = table
			case "-":
				want = ""
			}
			if got := rec[0].Text(); tt.text != "*" && got != want {
				t.Errorf("text %q, want %q", tail(got), tail(want))
			}
			if !strings.Contains(strings.Join(rec[0].Notes, "; "), tt.note) {
				t.Errorf("notes %q, want %q", rec[0].Notes, tt.note)
			}
			var e *Error
			if errors.As(err, &e); tt.cause != "" && (e == nil || e.Cause != tt.cause) || tt.cause == "" && err != nil {
				t.Errorf("error %v, want %q", err, tt.cause)
			}
			var second []transcript.Record
			for _, r := range rec[1:] { // a healed one is asked once more
				if r.Command == "show second" {
					second = append(second, r)
				}
			}
			if tt.cause == "" && (len(second) != 1 || second[0].Text() != "second answer\n" || second[0].State != transcript.Complete) {
				t.Errorf("second answer: %+v", rec[1:])
			}
			if (tt.cause != "") != (tr.Failure != "") {
				t.Errorf("failure %q", tr.Failure)
			}
		})
	}
}

func tail(s string) string {
	if len(s) > 300 {
		return s[:100] + "…" + s[len(s)-200:]
	}
	return s
}

// pagesOf prints the table with a pager prompt after every line and waits for
// the key.
func pagesOf(prompt, erase string) func(*dialog) {
	return func(d *dialog) {
		lines := strings.SplitAfter(strings.TrimSuffix(table, "\n"), "\n")
		for i, l := range lines {
			if i > 0 {
				d.raw(prompt)
				d.key()
				d.raw(erase)
			}
			d.say(strings.TrimSuffix(l, "\n") + "\n")
		}
	}
}

// TestInstead: a refused command is asked in its other words.
func TestInstead(t *testing.T) {
	f := &fakeCLI{prompt: "sw1#", answers: map[string]func(*dialog){"show new": say("ok\n")}}
	tr, err := visitJob(t, f, inventory.Device{Name: "sw1"}, Command{Text: "show old", Instead: "show new"})
	rec := commands(tr)
	if err != nil || len(rec) != 2 || rec[0].State != transcript.Rejected || rec[1].Text() != "ok\n" {
		t.Fatalf("%v %+v", err, rec)
	}
}

// TestNothingElseIsWritten: the bytes that went out are the set-up, the
// commands and the leave-taking.
func TestNothingElseIsWritten(t *testing.T) {
	f := &fakeCLI{prompt: "sw1#", answers: map[string]func(*dialog){"show a": say(table)}}
	if _, err := visit(t, f, "show a"); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(f.sent, ","); got != "terminal length 0,terminal width 511,show a,exit" {
		t.Errorf("sent %q", got)
	}
}

// TestForbidden: a command that is not on the list ends the session before it
// is written.
func TestForbidden(t *testing.T) {
	f := &fakeCLI{prompt: "sw1#"}
	tr, err := visit(t, f, "show a | redirect x")
	var e *Error
	if !errors.As(err, &e) || e.Cause != CauseForbidden || len(commands(tr)) != 0 {
		t.Fatalf("%v", err)
	}
	if strings.Contains(strings.Join(f.sent, ","), "redirect") {
		t.Errorf("sent %q", f.sent)
	}
}

// TestLogin: logins that do not reach the command line of a router.
func TestLogin(t *testing.T) {
	for _, tt := range []struct {
		name, motd, prompt string
		cause              Cause
	}{
		{"nothing", "", "", CauseTimeout},
		{"no prompt", "hello\n", "hello", CauseTimeout},
		{"shell", "", "root@mx1:~ # ", CauseProtocol},
		{"junos shell", "", "root@mx1% ", CauseProtocol},
		{"password expired", "Your password has expired.\n", "New password: ", CauseAuth},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tr, err := visit(t, &fakeCLI{motd: tt.motd, prompt: tt.prompt}, "show a")
			var e *Error
			if !errors.As(err, &e) || e.Cause != tt.cause {
				t.Errorf("%v, want %s", err, tt.cause)
			}
			if tr == nil || tr.Failure == "" {
				t.Error("no failure in the transcript")
			}
		})
	}
}

// TestEnable: the secret is written once, after the question, and recorded
// nowhere.
func TestEnable(t *testing.T) {
	f := &fakeCLI{prompt: "sw1>", noEcho: false, answers: map[string]func(*dialog){
		"enable": func(d *dialog) { d.raw("Password: "); d.mute = true },
		"show a": say(table),
	}}
	f.answers["s3cret-en"] = func(d *dialog) { d.raw("\r\n"); d.prompt = "sw1#" }
	f.echo = func(c string) string {
		if c == "s3cret-en" {
			return ""
		}
		return c + "\r\n"
	}
	tr, err := visitJob(t, f, inventory.Device{Name: "sw1", Enable: "en"}, Command{Text: "show a"})
	if err != nil || len(commands(tr)) != 1 || commands(tr)[0].Text() != table {
		t.Fatalf("%v %+v", err, tr)
	}
	if strings.Contains(string(transcript.Marshal(tr)), "s3cret-en") {
		t.Error("the secret is in the transcript")
	}
}

// TestCancel: a session ends at once when its context does.
func TestCancel(t *testing.T) {
	f := &fakeCLI{prompt: "sw1#", answers: map[string]func(*dialog){"show a": func(d *dialog) { d.say("IPv4 8\n"); d.rest(300 * time.Millisecond) }}}
	c, stop := f.open(t)
	defer stop()
	ctx, cancel := context.WithCancel(t.Context())
	s := &Session{Timing: quick(), Openers: map[inventory.Transport]Opener{inventory.SSH: OpenFunc(func(context.Context, inventory.Device) (*Conn, error) { return c, nil })}}
	var at time.Time
	time.AfterFunc(200*time.Millisecond, func() { at = time.Now(); cancel() })
	tr, err := s.Collect(ctx, Job{Device: inventory.Device{Name: "sw1"}, Next: func(*transcript.Transcript) []Command { return []Command{{Text: "show a"}} }})
	var e *Error
	if !errors.As(err, &e) || e.Cause != CauseCancelled {
		t.Fatal(err)
	}
	if d := time.Since(at); d > 50*time.Millisecond {
		t.Errorf("closed %s after the cancel", d)
	}
	if rec := commands(tr); len(rec) == 0 || rec[0].Text() != "IPv4 8\n" {
		t.Errorf("%+v", rec)
	}
}

// A clock that is set while a device answers neither ends the wait nor keeps it
// up.
func TestAClockThatJumpsChangesNothing(t *testing.T) {
	f := &fakeCLI{prompt: "sw1#", answers: map[string]func(*dialog){"show x": func(d *dialog) {
		d.say("IPv4 812\n")
		d.rest(100 * time.Millisecond)
		d.say("IPv6 45\n")
	}}}
	c, stop := f.open(t)
	defer stop()
	var calls atomic.Int64
	s := &Session{
		Timing: quick(), Openers: map[inventory.Transport]Opener{inventory.SSH: OpenFunc(func(context.Context, inventory.Device) (*Conn, error) { return c, nil })},
		Now: func() time.Time { // forth and back by an hour, at every look
			return time.Now().Round(0).Add(time.Duration(calls.Add(1)%3-1) * time.Hour)
		},
	}
	asked := false
	tr, err := s.Collect(t.Context(), Job{Device: inventory.Device{Name: "sw1"}, Next: func(*transcript.Transcript) []Command {
		defer func() { asked = true }()
		if asked {
			return nil
		}
		return []Command{{Text: "show x"}}
	}})
	rec := commands(tr)
	if err != nil || len(rec) != 1 || rec[0].State != transcript.Complete || rec[0].Text() != "IPv4 812\nIPv6 45\n" {
		t.Fatalf("%v %+v", err, rec)
	}
	if took := rec[0].Took; took < 50*time.Millisecond || took > 5*time.Second {
		t.Errorf("it took %s by its own account", took)
	}
}

// TestSessionsShareNoBytes: answers grow in buffers that sessions share one
// after the other; each keeps its own text all the same.
func TestSessionsShareNoBytes(t *testing.T) {
	text := func(i, n int) string {
		return strings.Repeat(fmt.Sprintf("router %02d answer %d\n", i, n), 1+i*17*n)
	}
	const sessions = 24
	read := make([]*transcript.Transcript, sessions)
	var all sync.WaitGroup
	for i := range sessions {
		all.Go(func() {
			cli := &fakeCLI{prompt: "edge1#", answers: map[string]func(*dialog){"show one": say(text(i, 1)), "show two": say(text(i, 2)), "show three": say(text(i, 3))}}
			read[i], _ = visit(t, cli, "show one", "show two", "show three")
		})
	}
	all.Wait()
	for i, tr := range read {
		for n, rec := range commands(tr) {
			if got := transcript.CleanText(rec.Body()); rec.State != transcript.Complete || got != text(i, n+1) {
				t.Errorf("session %d, %q: %s, %d bytes instead of %d: %.60q", i, rec.Command, rec.State, len(got), len(text(i, n+1)), got)
			}
		}
		if len(commands(tr)) != 3 {
			t.Errorf("session %d: %d answers", i, len(commands(tr)))
		}
	}
}

// TestTextBehindThePrompt: what stands behind it in its packet is proved to be no
// part of the answer by an empty line, which is never typed at a question; what
// comes in a packet of its own is healed, and the question asked once more.
func TestTextBehindThePrompt(t *testing.T) {
	once := 0
	for _, tt := range []struct {
		name   string
		silent bool // nothing typed is shown
		answer func(*dialog)
		empty  int // lines that were typed
		states []transcript.State
		cause  Cause
	}{
		{"debugging", false, func(d *dialog) {
			d.say(table + d.prompt + "\nOSPF-1 ADJ Gi1/1: Interface going Down\n")
			d.mute = true
		}, 1, []transcript.State{transcript.Complete}, ""},
		{"a question", false, func(d *dialog) {
			d.say(table + d.prompt + "\nProceed with reload? [confirm]")
			d.mute = true
		}, 0, []transcript.State{transcript.Timeout}, CauseQuestion},
		{"a question with a line end", false, func(d *dialog) {
			d.say(table + d.prompt + "\nPassword:\n")
			d.mute = true
		}, 0, []transcript.State{transcript.Timeout}, CauseAuth},
		{"a question to all terminals", false, func(d *dialog) {
			d.say(table + d.prompt + "\n*** Proceed with reload? [confirm]")
			d.mute = true
		}, 0, []transcript.State{transcript.Timeout}, CauseQuestion},
		{"a question to all terminals, without echo", true, func(d *dialog) {
			d.say(table + d.prompt + "\n*** Proceed with reload? [confirm]")
			d.mute = true
		}, 0, []transcript.State{transcript.Timeout}, CauseQuestion},
		{"in its own packet", false, func(d *dialog) {
			d.say(table)
			if once++; once == 1 {
				d.say(d.prompt)
				d.rest(30 * time.Millisecond)
				d.say("\nOSPF-1 ADJ Gi1/1: Interface going Down\n")
			}
		}, 0, []transcript.State{transcript.Healed, transcript.Complete}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cli := &fakeCLI{prompt: "edge1#", noEcho: tt.silent, answers: map[string]func(*dialog){"show one": tt.answer, "show two": say("two\n")}}
			tr, err := visit(t, cli, "show one", "show two")
			var got []transcript.State
			for _, r := range commands(tr) {
				if r.Command == "show one" {
					got = append(got, r.State)
					if r.State == transcript.Complete && r.Text() != table {
						t.Errorf("text %q", r.Text())
					}
				}
			}
			cli.mu.Lock()
			defer cli.mu.Unlock()
			empty := 0
			for _, line := range cli.sent {
				if line == "" {
					empty++
				}
			}
			if slices.Contains(cli.sent, "show two") != (tt.cause == "") {
				t.Errorf("sent %q", cli.sent)
			}
			if !slices.Equal(got, tt.states) || empty != tt.empty || causeOf(err) != tt.cause {
				t.Errorf("states %v, %d empty lines, %v", got, empty, err)
			}
		})
	}
}

// TestTextBehindTheSetup: an empty line shows that the device waits behind a line
// of debugging; none is typed at a question.
func TestTextBehindTheSetup(t *testing.T) {
	for _, tt := range []struct {
		behind string
		empty  int
		cause  Cause
	}{
		{"\nOSPF-1 ADJ Gi1/1: Interface going Down\n", 1, ""},
		{"\nPassword:\n", 0, CauseAuth},
		{"\nProceed with reload? [confirm]", 0, CauseQuestion},
	} {
		second := func(d *dialog) { d.say(d.prompt + tt.behind); d.mute = true }
		cli := &fakeCLI{prompt: "edge1#", answers: map[string]func(*dialog){"terminal width 511": second, "show one": say(table)}}
		_, err := visit(t, cli, "show one")
		empty := 0
		for _, line := range cli.sent {
			if line == "" {
				empty++
			}
		}
		if empty != tt.empty || causeOf(err) != tt.cause {
			t.Errorf("%q: %d empty lines, %v", tt.behind, empty, err)
		}
	}
}
