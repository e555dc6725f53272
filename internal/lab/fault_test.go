package lab_test

import (
	"context"
	"fmt"
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
	fault  string
	cause  collect.Cause    // of the session; "" = it ends well
	state  transcript.State // of the first answer; "" = there is none
	text   string           // of the first answer; "" = the table, "*" = its start
	note   string           // part of a note of the first answer
	legacy []inventory.Legacy
	within time.Duration
}

func faultTests() []faultTest {
	const quick, slow = 3 * time.Second, 6 * time.Second
	whole := transcript.Complete
	return []faultTest{
		{fault: "refused", cause: collect.CauseRefused, within: quick},
		{fault: "silent", cause: collect.CauseTimeout, within: quick},
		{fault: "reset", cause: collect.CauseRefused, within: quick},
		{fault: "garbage-version", cause: collect.CauseProtocol, within: quick},
		{fault: "ssh1", cause: collect.CauseProtocol, within: quick},
		{fault: "legacy", cause: collect.CauseAlgorithms, within: quick},
		{fault: "legacy", state: whole, legacy: []inventory.Legacy{inventory.LegacyGroup1, inventory.LegacyCBC}, within: quick},
		{fault: "weak-key", cause: collect.CauseAlgorithms, within: quick},
		{fault: "weak-key", state: whole, legacy: []inventory.Legacy{inventory.LegacySmallRS}, within: quick},
		{fault: "hostkey", cause: collect.CauseHostKey, within: quick},
		{fault: "auth", cause: collect.CauseAuth, within: quick},
		{fault: "kbd-two", state: whole, within: quick},
		{fault: "password-expired", cause: collect.CauseAuth, within: quick},
		{fault: "max-sessions", cause: collect.CauseRefused, within: quick},
		{fault: "slow-login=700ms", state: whole, within: quick},
		{fault: "banner-trap", state: whole, within: quick},
		{fault: "no-echo", state: whole, within: quick},
		{fault: "double-echo", state: whole, text: "show mls cef maximum-routes\n" + table(), within: quick},
		{fault: "paging", state: transcript.Paged, note: "pager prompts", within: quick},
		{fault: "hang", cause: collect.CauseTimeout, state: transcript.Timeout, text: "*", within: quick},
		{fault: "drip", cause: collect.CauseTimeout, state: transcript.Timeout, text: "*", within: slow},
		{fault: "cut", cause: collect.CauseLost, state: transcript.Truncated, text: "*", within: quick},
		{fault: "no-prompt", cause: collect.CauseTimeout, state: transcript.Timeout, within: quick},
		{fault: "endless", cause: collect.CauseProtocol, state: transcript.TooBig, text: "-", within: slow},
		{fault: "idle-kick", cause: collect.CauseLost, state: transcript.Truncated, text: "\n[Connection to r1 closed]\n", within: quick},
		{fault: "prompt-like", state: whole, text: middle("other-rtr#"), within: quick},
		{fault: "own-prompt-pause=120ms", state: transcript.Healed, text: middle("r1#"), note: "put back", within: quick},
		{fault: "percent-lines", state: whole, text: middle(lab.PercentLines()...), within: quick},
		{fault: "glued", state: whole, text: strings.TrimSuffix(table(), "\n"), note: "without a line end", within: quick},
		{fault: "nul", state: whole, within: quick},
		{fault: "ansi", state: whole, within: quick},
		{fault: "split-ansi", state: whole, within: quick},
		{fault: "osc", state: whole, within: quick},
		{fault: "syslog-after", state: whole, note: "messages of the system", within: quick},
		{fault: "syslog-inside", state: whole, text: middle("*Nov 24 10:00:01.123: %SYS-5-CONFIG_I: Configured from console by ops on vty1 (192.0.2.9)"), within: quick},
		{fault: "broadcast", state: whole, note: "messages of the system", within: quick},
		{fault: "prompt-change", state: whole, note: "changed", within: quick},
		{fault: "tells-secret", state: whole, within: quick},
		{fault: "invalid-utf8", state: whole, text: middle("a\uFFFD\uFFFDb"), within: quick},
	}
}

// Every fault ends in the state it should, in bounded time, and none of them in
// a whole answer that is not the one the device gave.
func TestFaults(t *testing.T) {
	for _, tt := range faultTests() {
		name := tt.fault
		if len(tt.legacy) > 0 {
			name += ", allowed"
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tr, took, err := visitFault(t, tt)
			if causeOf(err) != tt.cause {
				t.Errorf("cause is %q (%v), want %q", causeOf(err), err, tt.cause)
			}
			if took > tt.within {
				t.Errorf("took %s, want less than %s", took, tt.within)
			}
			got := answers(tr)
			if tt.state == "" {
				if len(got) > 0 {
					t.Fatalf("there is an answer: %+v", got[0])
				}
				return
			}
			if len(got) == 0 {
				t.Fatalf("there is no answer: %+v", tr)
			}
			tt.check(t, got[0])
		})
	}
}

func visitFault(t *testing.T, tt faultTest) (*transcript.Transcript, time.Duration, error) {
	t.Helper()
	d := lab.Device{Name: "r1", OS: "cisco_ios", Fault: lab.Fault(tt.fault), Transcript: log(t, "r1#show mls cef maximum-routes\n"+table()+"r1#show version\nsynthetic\nr1#")}
	l := start(t, lab.Config{Devices: []lab.Device{d}})
	timing := patience
	if tt.fault == "endless" {
		timing.MaxSession = 1 << 20
	}
	r := newReach(t, l, timing)
	r.inv.Devices[0].Legacy = tt.legacy
	began := time.Now()
	tr, err := r.visit(context.Background(), 0, "show mls cef maximum-routes", "show version")
	return tr, time.Since(began), err
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
		if text == "" || len(text) >= len(table()) || !strings.HasPrefix(table(), text) {
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
		if err != nil {
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
