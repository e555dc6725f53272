package lab_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/internal/lab"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// table is an answer of more than two pages, synthetic.
func table() string {
	var b strings.Builder
	for i := range 60 {
		fmt.Fprintf(&b, "   IPv4 region %02d   %6d /  524288   %2d%%\n", i, 1000*i, i)
	}
	return b.String()
}

// middle is the table with lines in its middle, where the lab puts them.
func middle(lines ...string) string {
	head := 30 * len("   IPv4 region 00        0 /  524288    0%\n")
	// The lab cuts behind the line that holds the middle byte.
	all := table()
	head += strings.IndexByte(all[head:], '\n') + 1
	return all[:head] + strings.Join(lines, "\n") + "\n" + all[head:]
}

// faultTest says what a client must make of a fault.
type faultTest struct {
	fault    string
	name     string           // "" = the fault
	does     string           // "" = as the table of faults says
	os       string           // "" = cisco_ios
	command  string           // "" = ask
	cause    collect.Cause    // of the session; "" = it ends well
	state    transcript.State // of the first answer; "" = there is none
	text     string           // of the first answer; "" = the table, "*" = its start, "-" = any
	note     string           // part of a note of the first answer
	legacy   []inventory.Legacy
	jump     string // fault of a jump host before it; "none" = a sound one, "" = there is none
	tables   int    // so many tables are the answer; 0 = 1
	within   time.Duration
	tune     func(*collect.Timing)
	optional bool // the first question is
	logins   int  // attempts that the device may count as rejected
	enable   bool
	methods  []string
	login    string // part of a note of the login
	sent     string // what every line of the set-up begins with
	prompt   string // of the inventory
	telnet   bool
}

// building is what the lab prints of an answer that comes slowly.
const building = "Building configuration...\n\n"

// ask is the command of most rows; wide is longer than a line of a terminal.
const (
	ask  = "show mls cef maximum-routes"
	wide = "show running-config | include \"one-pattern|another-pattern|a-third-pattern|a-fourth-pattern\""
)

func faultTests() []faultTest {
	const quick, slow = 3 * time.Second, 6 * time.Second
	whole, paged := transcript.Complete, transcript.Paged
	large := func(t *collect.Timing) { t.MaxCommand = 4 << 20 }
	return []faultTest{
		{fault: "", name: "none", does: "nothing is wrong", state: whole, within: quick},
		{fault: "", name: "none, IOS-XR", does: "a line with the time stands before each answer", os: "cisco_iosxr", state: whole, within: quick},
		{fault: "", name: "none, NX-OS", does: "a blank stands behind the prompt", os: "cisco_nxos", state: whole, within: quick},
		{fault: "", name: "none, Junos", does: "`user@host>`, and `{master:0}` over it", os: "juniper_junos", state: whole, within: quick},
		{fault: "refused", cause: collect.CauseRefused, within: quick},
		{fault: "silent", cause: collect.CauseTimeout, within: quick},
		{fault: "reset", cause: collect.CauseRefused, within: quick},
		{fault: "garbage-version", cause: collect.CauseProtocol, within: quick},
		{fault: "pre-lines", cause: collect.CauseProtocol, within: quick},
		{fault: "ssh1", cause: collect.CauseProtocol, within: quick},
		{fault: "ssh199", state: whole, within: quick},
		{fault: "legacy", cause: collect.CauseAlgorithms, within: quick},
		{fault: "legacy", name: "legacy, allowed", state: whole, legacy: []inventory.Legacy{inventory.LegacyGroup1, inventory.LegacyCBC}, within: quick},
		{fault: "kex-mismatch", cause: collect.CauseAlgorithms, within: quick},
		{fault: "cbc-only", cause: collect.CauseAlgorithms, within: quick},
		{fault: "cbc-only", name: "cbc-only, allowed", state: whole, legacy: []inventory.Legacy{inventory.LegacyCBC}, within: quick},
		{fault: "aes256-cbc", cause: collect.CauseAlgorithms, within: quick},
		{fault: "weak-key", cause: collect.CauseAlgorithms, within: quick},
		{fault: "weak-key", name: "weak-key, allowed", state: whole, legacy: []inventory.Legacy{inventory.LegacySmallRS}, within: quick},
		{fault: "hostkey", cause: collect.CauseHostKey, within: quick},
		{fault: "new-key-type", cause: collect.CauseHostKey, within: quick},
		{fault: "auth", cause: collect.CauseAuth, within: quick, logins: 1},
		{fault: "login-cut", cause: collect.CauseAuth, within: quick},
		{fault: "login-hang", cause: collect.CauseAuth, within: quick},
		{fault: "kbd-two", state: whole, within: quick},
		{fault: "partial-success", cause: collect.CauseAuth, within: quick},
		{fault: "password-expired", cause: collect.CauseAuth, within: quick, logins: 1},
		{fault: "max-sessions", cause: collect.CauseRefused, within: quick},
		{fault: "max-startups", cause: collect.CauseRefused, within: quick},
		{fault: "disconnect", cause: collect.CauseRefused, within: quick},
		{fault: "disconnect-application", cause: collect.CauseRefused, within: quick},
		{fault: "disconnect-protocol", cause: collect.CauseLost, within: quick},
		{fault: "kbd-host", state: whole, within: quick},
		{fault: "kbd-user", state: whole, within: quick},
		{fault: "kbd-notice", state: whole, within: quick},
		{fault: "kbd-code", cause: collect.CauseAuth, within: quick},
		{fault: "password-dead", cause: collect.CauseAuth, within: quick, logins: 1},
		{fault: "password-dead", name: "password-dead, told", does: "the same, with auth_methods: [keyboard-interactive] in the inventory", methods: []string{"keyboard-interactive"}, state: whole, within: quick},
		{fault: "shell-refused", cause: collect.CauseRefused, within: quick},
		{fault: "pty-refused", state: whole, login: "refuses a terminal", within: quick},
		{fault: "exec-denied", cause: collect.CauseDenied, within: quick},
		{fault: "session-limit", cause: collect.CauseRefused, within: quick},
		{fault: "standby-console", cause: collect.CauseDenied, within: slow},
		{fault: "press-return", state: whole, within: quick},
		{fault: "console", state: whole, within: quick},
		{fault: "", name: "none, telnet", does: "telnet that asks for user and password", telnet: true, state: whole, within: slow},
		{fault: "console", name: "console, telnet", does: "the same behind telnet, as on a port of a console server", telnet: true, state: whole, within: slow},
		{fault: "pending-confirm", name: "pending-confirm, telnet", does: "the same behind telnet", telnet: true, cause: collect.CauseQuestion, within: slow},
		{fault: "shell-code", name: "shell-code, telnet", does: "the same behind telnet", telnet: true, cause: collect.CauseAuth, within: slow},
		{fault: "shell-password", cause: collect.CauseAuth, within: quick},
		{fault: "shell-expired", cause: collect.CauseAuth, within: quick},
		{fault: "shell-code", cause: collect.CauseAuth, within: quick},
		{fault: "shell-user", cause: collect.CauseQuestion, within: quick},
		{fault: "consent", cause: collect.CauseQuestion, within: quick},
		{fault: "pending-confirm", cause: collect.CauseQuestion, within: quick},
		{fault: "", name: "enable", does: "the prompt ends in `>` and enable asks for its secret", enable: true, state: whole, within: quick},
		{fault: "enable-hang", enable: true, cause: collect.CauseAuth, within: quick, logins: 1},
		{fault: "enable-none", enable: true, cause: collect.CauseDenied, within: quick},
		{fault: "enable-user", enable: true, state: whole, within: quick},
		{fault: "odd-prompt", state: whole, within: quick},
		{fault: "odd-prompt", name: "odd-prompt, telnet", does: "the same behind telnet, after the password", telnet: true, state: whole, within: slow},
		{fault: "counting-prompt", state: whole, within: quick},
		{fault: "clock-prompt", state: whole, within: quick},
		{fault: "custom-prompt", state: whole, within: quick},
		{fault: "custom-prompt", name: "custom-prompt, Junos", does: "the same on Junos, which gets no word of Cisco's: platform: says what it is", os: "juniper_junos", state: whole, sent: "set cli ", within: quick},
		{fault: "mute-prompt", cause: collect.CauseTimeout, within: slow},
		{fault: "mute-prompt", name: "mute-prompt, told", does: "the same, with prompt: in the inventory", prompt: "ready:", state: whole, within: quick},
		{fault: "slow-login=700ms", state: whole, within: quick},
		{fault: "slow-login=30s", name: "slow-login, too slow", does: "the first prompt comes later than one waits", cause: collect.CauseTimeout, within: slow},
		{fault: "banner-trap", state: whole, within: quick},
		{fault: "no-echo", state: whole, within: quick},
		{fault: "no-echo-pause", state: transcript.Healed, text: middle("r1#"), note: "came after", within: quick},
		{fault: "double-echo", state: whole, text: ask + "\n" + table(), within: quick},
		{fault: "echo-wrap", command: wide, state: whole, within: quick},
		{fault: "echo-redraw", state: whole, within: quick},
		{fault: "echo-cr", state: whole, within: quick},
		{fault: "type-ahead", state: whole, within: quick},
		{fault: "type-ahead-pause", state: transcript.Healed, text: middle("r1#"), note: "came after", within: quick},
		{fault: "paging", state: paged, note: "pager prompts", within: quick},
		{fault: "paging", name: "paging, NX-OS", does: "`--More--` in reverse video, wiped out with CR", os: "cisco_nxos", state: paged, note: "pager prompts", within: quick},
		{fault: "paging", name: "paging, Junos", does: "`---(more)---`", os: "juniper_junos", state: paged, note: "pager prompts", within: quick},
		{fault: "pager-angle", state: paged, note: "pager prompts", within: quick},
		{fault: "pager-words", state: paged, note: "pager prompts", within: quick},
		{fault: "pager-key", state: paged, note: "pager prompts", within: quick},
		{fault: "pager-less", state: paged, note: "pager prompts", within: slow},
		{fault: "pager-lines", state: paged, note: "pager prompts", within: slow},
		{fault: "invalid-input", state: transcript.Rejected, text: "-", note: "refused", within: quick},
		{fault: "unauthorized", state: transcript.Rejected, text: "% Authorization failed.\n\n", note: "refused", within: quick},
		{fault: "refusal-inside", state: whole, text: middle("% Invalid input detected at '^' marker."), within: quick},
		{fault: "hang", cause: collect.CauseTimeout, state: transcript.Timeout, text: "*", within: quick},
		{fault: "drip", cause: collect.CauseTimeout, state: transcript.Timeout, text: "*", within: slow},
		{fault: "cut", cause: collect.CauseLost, state: transcript.Truncated, text: "*", within: quick},
		{fault: "window-stall", cause: collect.CauseTimeout, state: transcript.Timeout, text: "*", within: quick},
		{fault: "no-prompt", cause: collect.CauseTimeout, state: transcript.Timeout, within: quick},
		{fault: "endless", cause: collect.CauseProtocol, state: transcript.TooBig, text: "-", within: slow, tune: func(t *collect.Timing) { t.MaxSession = 1 << 20 }},
		{fault: "idle-kick", cause: collect.CauseLost, state: transcript.Truncated, text: "\n[Connection to r1 closed]\n", within: quick},
		{fault: "rekey", state: whole, within: quick},
		{fault: "long-line", state: whole, text: middle(strings.Repeat("x", lab.LongLine)), within: quick, tune: large},
		{fault: "long-line", name: "long-line, over the cap", state: transcript.TooBig, text: "-", note: "larger", within: quick},
		{fault: "prompt-like", state: whole, text: middle("other-rtr#"), within: quick},
		{fault: "own-prompt-pause=120ms", state: transcript.Healed, text: middle("r1#"), note: "put back", within: quick},
		{fault: "percent-lines", state: whole, text: middle(lab.PercentLines()...), within: quick},
		{fault: "glued", state: whole, text: strings.TrimSuffix(table(), "\n"), note: "without a line end", within: quick},
		{fault: "nul", state: whole, within: quick},
		{fault: "bel", state: whole, within: quick},
		{fault: "ansi", state: whole, within: quick},
		{fault: "split-ansi", state: whole, within: quick},
		{fault: "osc", state: whole, within: quick},
		{fault: "invalid-utf8", state: whole, text: middle("a\uFFFD\uFFFDb"), within: quick},
		{fault: "syslog-after", state: whole, note: "messages of the system", within: quick},
		{fault: "syslog-inside", state: whole, text: middle("*Nov 24 10:00:01.123: %SYS-5-CONFIG_I: Configured from console by ops on vty1 (192.0.2.9)"), within: quick},
		{fault: "broadcast", state: whole, note: "messages of the system", within: quick},
		{fault: "debug-after", state: whole, note: "an empty line showed", within: quick},
		{fault: "traceback-after", state: whole, note: "an empty line showed", within: quick},
		{fault: "send-after", state: whole, note: "an empty line showed", within: quick},
		{fault: "syslogd-after", os: "juniper_junos", state: whole, note: "an empty line showed", within: quick},
		{fault: "shutdown-after", os: "juniper_junos", state: whole, note: "an empty line showed", within: quick},
		{fault: "debug-setup", state: whole, within: quick},
		{fault: "slow-first=800ms", state: whole, text: building + table(), within: quick},
		{fault: "slow-first=30s", name: "slow-first, too slow", does: "it is silent longer than one waits", cause: collect.CauseTimeout, state: transcript.Timeout, text: building, within: slow},
		{fault: "slow-first=1500ms", name: "slow-first, and it can be left out", does: "it is silent longer than one waits, and the question is optional", optional: true, state: transcript.Timeout, text: building, within: slow},
		{fault: "config-stuck", command: "show running-config", optional: true, state: transcript.Timeout, text: "*", within: quick},
		{fault: "prompt-change", state: whole, note: "changed", within: quick},
		{fault: "host-change", cause: collect.CauseTimeout, state: transcript.Timeout, text: "-", within: quick},
		{fault: "tells-secret", state: whole, within: quick},
		{fault: "tells-secret", name: "tells-secret, enable", enable: true, does: "the same, and the question of enable shows it", state: whole, within: quick},
		{fault: "marked-secret", state: whole, within: quick},
		{fault: "", name: "jump", does: "a jump host stands before it", jump: "none", state: whole, within: quick},
		{fault: "jump-dies", jump: "jump-dies", tables: 20, cause: collect.CauseLost, state: transcript.Truncated, text: "*", within: quick},
		{fault: "reset", name: "jump host full", does: "the jump host drops new connections (MaxStartups)", jump: "reset", cause: collect.CauseJump, within: quick},
		{fault: "silent", name: "jump host silent", does: "the jump host says nothing", jump: "silent", cause: collect.CauseJump, within: slow},
		{fault: "refused", name: "refused behind a jump host", jump: "none", does: "the port behind the jump host is closed", cause: collect.CauseRefused, within: quick},
	}
}

// Every fault ends in the state it should, in bounded time, and none of them in
// a whole answer that is not the one the device gave. What is seen of it is the
// table of docs/collector.md.
func TestFaults(t *testing.T) {
	tests := faultTests()
	rows := make([]faultRow, len(tests))
	before := descriptors(t)
	t.Run("each", func(t *testing.T) {
		for i, tt := range tests {
			t.Run(tt.title(), func(t *testing.T) {
				t.Parallel()
				rows[i] = tt.run(t)
			})
		}
	})
	others := t.Run("other", func(t *testing.T) { rows = append(rows, otherFaults(t)...) })
	leaked(t, before)
	if !t.Failed() && others {
		inDoc(t, "../../docs/collector.md", "faults", faultTable(rows))
	}
}

func (tt faultTest) title() string {
	if tt.name != "" {
		return tt.name
	}
	return lab.Fault(tt.fault).Name()
}

// run visits a device with the fault and checks what comes of it.
func (tt faultTest) run(t *testing.T) faultRow {
	t.Helper()
	v := tt.visit(t)
	if causeOf(v.err) != tt.cause {
		t.Errorf("cause is %q (%v), want %q", causeOf(v.err), v.err, tt.cause)
	}
	if v.took > tt.within {
		t.Errorf("took %s, want less than %s", v.took, tt.within)
	}
	if v.rejected > tt.logins {
		t.Errorf("the device rejected %d attempts, want at most %d", v.rejected, tt.logins)
	}
	said := string(transcript.Marshal(v.tr)) + fmt.Sprintf("%v %+v", v.err, v.err)
	for _, rec := range v.tr.Records {
		said += transcript.CleanText(rec.Raw)
	}
	if strings.Contains(said, string(v.secret)) {
		t.Error("the password is in the transcript or the error")
	}
	row := faultRow{name: tt.title(), does: tt.doing(), bound: tt.within, cause: tt.cause, sees: sees(v.err)}
	got := answers(v.tr)
	if tt.state == "" {
		if len(got) > 0 {
			t.Errorf("there is an answer: %+v", got[0])
		}
		return row
	}
	if len(got) == 0 {
		t.Errorf("there is no answer: %+v, %v", v.tr, v.err)
		return row
	}
	tt.check(t, got[0])
	tt.checkLogin(t, v.tr)
	row.state = got[0].State
	if v.err == nil {
		row.sees = strings.Join(append(slices.Clone(v.tr.Records[0].Notes), got[0].Notes...), "; ")
	}
	return row
}

// whole is what the device answers.
func (tt faultTest) whole() string { return strings.Repeat(table(), max(1, tt.tables)) }

func (tt faultTest) doing() string {
	for _, f := range lab.FaultTable() {
		if tt.does == "" && lab.Fault(tt.fault).Name() == f.Name {
			return f.Does
		}
	}
	return tt.does
}

// visited is what came of a visit.
type visited struct {
	tr       *transcript.Transcript
	err      error
	took     time.Duration
	rejected int // login attempts, counted at the device
	secret   []byte
}

func (tt faultTest) visit(t *testing.T) visited {
	t.Helper()
	command, os, prompt := tt.command, tt.os, "r1#"
	if command == "" {
		command = ask
	}
	switch os {
	case "":
		os = "cisco_ios"
	case "cisco_iosxr":
		prompt = "RP/0/RP0/CPU0:r1#"
	case "cisco_nxos":
		prompt = "r1# "
	case "juniper_junos":
		prompt = "headroom@r1> "
	}
	if tt.enable {
		prompt = "r1>"
	}
	d := lab.Device{Name: "r1", OS: os, Telnet: tt.telnet, Fault: lab.Fault(tt.fault), Transcript: log(t, prompt+command+"\n"+tt.whole()+prompt+"show version\nsynthetic\n"+prompt)}
	devices := []lab.Device{d}
	if tt.jump != "" {
		if tt.jump == tt.fault {
			devices[0].Fault = ""
		}
		bastion := lab.Device{Name: "bastion", Jump: true, Fault: lab.Fault(strings.TrimPrefix(tt.jump, "none"))}
		devices = append(devices, bastion)
	}
	l := start(t, lab.Config{Devices: devices})
	timing := patience
	if tt.tune != nil {
		tt.tune(&timing)
	}
	r := newReach(t, l, timing, "bastion")
	r.inv.Devices[0].Legacy, r.inv.Devices[0].Methods = tt.legacy, tt.methods
	r.inv.Devices[0].Prompt = tt.prompt
	if tt.enable {
		r.inv.Devices[0].Enable = r.inv.Devices[0].Credential
	}
	if tt.jump != "" {
		r.inv.Devices[0].Jump = []string{"bastion"}
	}
	began := time.Now()
	if tt.optional {
		command = optionally + command
	}
	tr, err := r.visit(context.Background(), 0, command, "show version")
	v := visited{tr: tr, err: err, took: time.Since(began), secret: l.Password()}
	for _, d := range l.Devices() {
		v.rejected += d.Rejected
	}
	return v
}

// checkLogin looks at what came before the first question.
func (tt faultTest) checkLogin(t *testing.T, tr *transcript.Transcript) {
	t.Helper()
	if got := strings.Join(tr.Records[0].Notes, "; "); !strings.Contains(got, tt.login) {
		t.Errorf("the login says %q, want %q in it", got, tt.login)
	}
	for _, rec := range tr.Records {
		for line := range strings.Lines(string(rec.Sent)) {
			if rec.Kind == transcript.Setup && !strings.HasPrefix(line, tt.sent) {
				t.Errorf("%q was sent, want %q", line, tt.sent)
			}
		}
	}
}

func (tt faultTest) check(t *testing.T, got transcript.Record) {
	t.Helper()
	if got.State != tt.state {
		t.Errorf("state is %s, want %s (%v)", got.State, tt.state, got.Notes)
	}
	if !strings.Contains(strings.Join(got.Notes, "; "), tt.note) {
		t.Errorf("notes are %q, want %q in them", got.Notes, tt.note)
	}
	text, want := got.Text(), tt.text
	switch want {
	case "-":
		return
	case "*":
		if text == "" || len(text) >= len(tt.whole()) || !strings.HasPrefix(tt.whole(), text) {
			t.Errorf("the start of the answer is not kept: %q", text)
		}
		return
	case "":
		want = table()
	}
	if text != want {
		t.Errorf("text is\n%q, want\n%q", text, want)
	}
}

// Every fault has a test, and no test is for a fault that is none.
func TestEveryFaultIsTested(t *testing.T) {
	tested := map[string]bool{}
	for _, tt := range faultTests() {
		f, err := lab.ParseFault(tt.fault)
		if err != nil && tt.fault != "" {
			t.Error(err)
		}
		tested[f.Name()] = true
	}
	for _, f := range lab.FaultTable() {
		if !tested[f.Name] {
			t.Errorf("fault %q has no test", f.Name)
		}
		if f.Does == "" || f.Wants == "" {
			t.Errorf("fault %q does not say what it does or what a client makes of it", f.Name)
		}
	}
}
