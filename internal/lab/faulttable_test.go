package lab_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/collect"
	collectssh "github.com/headroom-audit/headroom/collect/ssh"
	"github.com/headroom-audit/headroom/internal/lab"
	"github.com/headroom-audit/headroom/transcript"
)

// faultRow is what is seen of a fault.
type faultRow struct {
	name, does string
	state      transcript.State
	cause      collect.Cause
	bound      time.Duration
	sees       string
}

// faultTable is the table of docs/collector.md, with what differs from run to
// run left out.
func faultTable(rows []faultRow) string {
	var b strings.Builder
	b.WriteString("| fault | what the device does | state | cause | within | what is seen |\n|---|---|---|---|---|---|\n")
	for _, r := range rows {
		state, cause := string(r.state), string(r.cause)
		if state == "" {
			state = "–"
		}
		if cause == "" {
			cause = "–"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", cell(r.name), cell(r.does), state, cause, r.bound, cell(steady(r.sees)))
	}
	return b.String()
}

func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }

var varies = []struct {
	re *regexp.Regexp
	by string
}{
	{regexp.MustCompile(`127\.0\.0\.1:\d+`), "192.0.2.1:22"},
	{regexp.MustCompile(`SHA256:[A-Za-z0-9+/]+`), "SHA256:…"},
	{regexp.MustCompile(`\d+ bytes (came|were not kept)`), "N bytes $1"},
	{regexp.MustCompile(`(answered and cut out), \d+ bytes`), "$1"},
	{regexp.MustCompile(`has \d+ bits`), "has 768 bits"},
}

func steady(s string) string {
	for _, v := range varies {
		s = v.re.ReplaceAllString(s, v.by)
	}
	return s
}

// sees is what a person reads of an error.
func sees(err error) string {
	var e *collect.Error
	if !errors.As(err, &e) {
		return ""
	}
	if e.Hint != "" {
		return e.Msg + " (" + e.Hint + ")"
	}
	return e.Msg
}

// inDoc checks that the page holds the table between its marks, or writes it.
func inDoc(t *testing.T, page, mark, table string) {
	t.Helper()
	head, foot := "<!-- "+mark+" -->\n", "<!-- /"+mark+" -->\n"
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), head)
	got, after, closed := strings.Cut(rest, foot)
	if !ok || !closed {
		t.Fatalf("%s has no place for the table", page)
	}
	table = "\n" + table + "\n"
	if *update {
		if err := os.WriteFile(page, []byte(before+head+table+foot+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(table, got); diff != "" {
		t.Errorf("%s: run the test with -update (-want +got):\n%s", page, diff)
	}
}

// otherFaults are those that are not a device's.
func otherFaults(t *testing.T) []faultRow {
	return []faultRow{
		noDescriptors(t), cancelled(t), deadSite(t),
		lockoutRow(t, "enable of a fleet", "6 devices whose enable never answers, with one secret", "one secret was sent, and the 5 others say why they were not tried", 10*time.Second,
			lockout{"enable-hang", ">", 6, true, 6, 1, "no answer came to the secret of enable"}),
		lockoutRow(t, "question of a fleet", "100 devices whose shell asks for a password, with one credential", "one was visited, nothing was typed, and the 99 others say why they were not tried", 10*time.Second,
			lockout{"shell-password", "#", 100, false, 1, 0, `it asks "Password:"`}),
	}
}

// deadSite: most devices of an inventory are down, all have one credential, and
// none has logged in yet. Those that are there are read all the same.
func deadSite(t *testing.T) faultRow {
	const bound, dead, alive = 4 * time.Second, 40, 8
	var devices []lab.Device
	for i := range dead + alive {
		d := lab.Device{Name: fmt.Sprint("r", i), OS: "cisco_ios", Transcript: log(t, "r1#"+ask+"\n"+table()+"r1#")}
		if i < dead {
			d.Fault = "silent"
		}
		devices = append(devices, d)
	}
	r := newReach(t, start(t, lab.Config{Devices: devices}), patience)
	row := faultRow{name: "dead site", does: "40 devices of 48 take connections and say nothing; one credential, nothing logged in yet", state: transcript.Complete, bound: bound, sees: "the 8 others are read meanwhile"}
	var all sync.WaitGroup
	for i := range devices {
		all.Go(func() {
			began := time.Now()
			tr, err := r.visit(context.Background(), i, ask)
			if i < dead {
				return
			}
			if got := answers(tr); err != nil || len(got) != 1 || got[0].State != transcript.Complete {
				t.Errorf("%s: %v", devices[i].Name, err)
			}
			if took := time.Since(began); took > bound {
				t.Errorf("%s took %s", devices[i].Name, took)
			}
		})
	}
	all.Wait()
	return row
}

// noDescriptors: this host can open nothing any more.
func noDescriptors(t *testing.T) faultRow {
	l := start(t, lab.Config{Devices: []lab.Device{{Name: "r1", OS: "cisco_ios"}}})
	r := newReach(t, l, patience)
	dial := collectssh.New(collectssh.Config{Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Err: os.NewSyscallError("socket", syscall.EMFILE)}
	}})
	defer dial.Close()
	_, err := dial.Open(context.Background(), r.inv.Devices[0])
	if causeOf(err) != collect.CauseUnreach || !strings.Contains(sees(err), "ulimit") {
		t.Errorf("without descriptors: %v", err)
	}
	return faultRow{name: "no descriptors", does: "this host may open no more files", cause: causeOf(err), bound: time.Second, sees: sees(err)}
}

// cancelled: the scan is stopped at every step of a visit.
func cancelled(t *testing.T) faultRow {
	const bound = time.Second
	var mu sync.Mutex
	var last error
	t.Run("stopped", func(t *testing.T) {
		for _, fault := range []string{"silent", "slow-login=30s", "hang", "drip", "no-echo", "window-stall", "paging", "endless"} {
			for _, after := range []time.Duration{0, time.Millisecond, 10 * time.Millisecond, 100 * time.Millisecond, 400 * time.Millisecond} {
				t.Run(fault+" "+after.String(), func(t *testing.T) {
					t.Parallel()
					late, err := faultTest{fault: fault}.stopped(t, after)
					switch c := causeOf(err); {
					case late > bound:
						t.Errorf("it ended %s later", late)
					case c == collect.CauseCancelled:
						mu.Lock()
						last = err
						mu.Unlock()
					case c != "" && c != collect.CauseProtocol: // endless may end first
						t.Error(err)
					}
				})
			}
		}
	})
	return faultRow{name: "stopped", does: "the scan is ended at any step: connecting, logging in, asking, paging", cause: causeOf(last), bound: bound, sees: "stopped while …"}
}

// stopped visits a device with the fault and ends the scan after a while; late
// is how long the visit went on.
func (tt faultTest) stopped(t *testing.T, after time.Duration) (late time.Duration, err error) {
	t.Helper()
	d := lab.Device{Name: "r1", OS: "cisco_ios", Fault: lab.Fault(tt.fault), Transcript: log(t, "r1#"+ask+"\n"+table()+"r1#")}
	r := newReach(t, start(t, lab.Config{Devices: []lab.Device{d}}), patience)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	began := time.Now()
	defer time.AfterFunc(after, stop).Stop()
	_, err = r.visit(ctx, 0, ask)
	return time.Since(began) - after, err
}

// descriptors counts the open files of this process, -1 = the system does not
// tell.
func descriptors(t *testing.T) int {
	t.Helper()
	files, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return -1
	}
	return len(files)
}

// leaked waits until no more files are open than before; connections that were
// just closed take a moment.
func leaked(t *testing.T, before int) {
	t.Helper()
	now := 0
	for range 100 {
		if now = descriptors(t); now <= before+2 { // the poller opens its own
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("%d files are open, %d before", now, before)
}
