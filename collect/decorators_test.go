package collect

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// collectFunc is a function as a Collector.
type collectFunc func(ctx context.Context, job Job) (*transcript.Transcript, error)

func (f collectFunc) Collect(ctx context.Context, job Job) (*transcript.Transcript, error) {
	return f(ctx, job)
}

func failing(dev inventory.Device, c Cause) (*transcript.Transcript, error) {
	e := &Error{Cause: c, Device: dev.Name, Msg: "x"}
	return empty(dev, e), e
}

func TestRetry(t *testing.T) {
	for _, tt := range []struct {
		cause  Cause
		visits int
		waits  string
	}{
		{CauseUnreach, 3, "[5s 30s]"},
		{CauseRefused, 3, "[5s 30s]"},
		{CauseJump, 3, "[5s 30s]"},
		{CauseLost, 2, "[5s]"},
		{CauseTimeout, 2, "[5s]"},
		{CauseAuth, 1, "[]"},
		{CauseHostKey, 1, "[]"},
		{CauseAlgorithms, 1, "[]"},
		{CauseCredential, 1, "[]"},
		{CauseBreaker, 1, "[]"},
		{CauseForbidden, 1, "[]"},
		{CauseProtocol, 1, "[]"},
		{CauseBusy, 1, "[]"},
		{CauseBudget, 1, "[]"},
		{CauseResolve, 1, "[]"},
		{CauseCancelled, 1, "[]"},
	} {
		visits := 0
		waits := []time.Duration{}
		r := &retry{
			inner: collectFunc(func(_ context.Context, job Job) (*transcript.Transcript, error) {
				visits++
				return failing(job.Device, tt.cause)
			}),
			sleep:  func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil },
			jitter: func() float64 { return 0.5 },
		}
		_, err := r.Collect(t.Context(), Job{})
		var e *Error
		if visits != tt.visits || fmt.Sprint(waits) != tt.waits || !errors.As(err, &e) || e.Cause != tt.cause {
			t.Errorf("%s: %d visits, waits %v, %v", tt.cause, visits, waits, err)
		}
	}
}

// TestRetryKeepsTheLonger: a second visit that reads less does not replace the
// first.
func TestRetryKeepsTheLonger(t *testing.T) {
	visits := 0
	r := &retry{
		sleep: func(context.Context, time.Duration) error { return nil }, jitter: func() float64 { return 0.5 },
		inner: collectFunc(func(_ context.Context, job Job) (*transcript.Transcript, error) {
			visits++
			tr, err := failing(job.Device, CauseLost)
			if visits == 1 {
				tr.Records = []transcript.Record{{Kind: transcript.Command, State: transcript.Complete}}
			}
			return tr, err
		}),
	}
	tr, err := r.Collect(t.Context(), Job{})
	if visits != 2 || len(tr.Records) != 1 || err == nil {
		t.Errorf("%d visits, %d records, %v", visits, len(tr.Records), err)
	}
}

// TestBreakerRamp: never more undecided logins than the ramp allows, and after
// a rejection nobody else is tried.
func TestBreakerRamp(t *testing.T) {
	for _, rejectAt := range []int{0, 1, 7} {
		var mu sync.Mutex
		started, undecided, worst := 0, 0, 0
		good := 0
		b := Breaker(collectFunc(func(ctx context.Context, job Job) (*transcript.Transcript, error) {
			if _, err := Turn(ctx, job.Device.Credential, ""); err != nil {
				return nil, err
			}
			mu.Lock()
			n := started
			started++
			undecided++
			if undecided > ramp(good) {
				worst = max(worst, undecided)
			}
			mu.Unlock()
			time.Sleep(2 * time.Millisecond)
			mu.Lock()
			undecided--
			if n != rejectAt {
				good++
			}
			mu.Unlock()
			if n == rejectAt {
				return failing(job.Device, CauseAuth)
			}
			job.entered()
			return &transcript.Transcript{}, nil
		}), nil)
		var wg sync.WaitGroup
		tried := 0
		for i := range 100 {
			wg.Go(func() {
				_, err := b.Collect(t.Context(), Job{Device: inventory.Device{Name: fmt.Sprint(i), Credential: "c", AAARealm: "r"}})
				var e *Error
				if !errors.As(err, &e) || e.Cause != CauseBreaker {
					mu.Lock()
					tried++
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if worst != 0 {
			t.Errorf("reject at %d: %d undecided logins at once", rejectAt, worst)
		}
		// Later rejections come while others are already let in; the first device
		// of all is alone.
		if rejectAt == 0 && tried != 1 {
			t.Errorf("the first was rejected and %d were tried", tried)
		}
	}
}

// TestBreakerOther: another credential goes on; a jump host's rejected
// credential stops the devices behind it.
func TestBreakerOther(t *testing.T) {
	b := Breaker(collectFunc(func(_ context.Context, job Job) (*transcript.Transcript, error) {
		if job.Device.Name == "bad" {
			tr, err := failing(job.Device, CauseAuth)
			var e *Error
			errors.As(err, &e)
			e.Credential = "jumpers"
			return tr, err
		}
		return &transcript.Transcript{}, nil
	}), map[string]inventory.Jump{"j": {Credential: "jumpers"}})
	for _, tt := range []struct {
		dev   inventory.Device
		cause Cause
	}{
		{inventory.Device{Name: "bad", Credential: "c", Jump: []string{"j"}}, CauseAuth},
		{inventory.Device{Name: "behind", Credential: "d", Jump: []string{"j"}}, CauseBreaker},
		{inventory.Device{Name: "free", Credential: "c"}, ""},
	} {
		_, err := b.Collect(t.Context(), Job{Device: tt.dev})
		var e *Error
		if errors.As(err, &e); tt.cause == "" && err != nil || tt.cause != "" && (e == nil || e.Cause != tt.cause) {
			t.Errorf("%s: %v", tt.dev.Name, err)
		}
	}
}

func TestLimit(t *testing.T) {
	var mu sync.Mutex
	now, most := map[string]int{}, map[string]int{}
	count := func(key string, n int) {
		mu.Lock()
		defer mu.Unlock()
		now[key] += n
		most[key] = max(most[key], now[key])
	}
	l := Limit(collectFunc(func(_ context.Context, job Job) (*transcript.Transcript, error) {
		for _, k := range []string{"all", job.Device.Site, job.Device.AAARealm, job.Device.Jump[0], job.Device.Host} {
			count(k, 1)
			defer count(k, -1)
		}
		time.Sleep(5 * time.Millisecond)
		return &transcript.Transcript{}, nil
	}), inventory.Limits{Sessions: 6, LoginsPerSecond: 1e5, PerSite: 2, PerRealm: 3, PerJump: 4}, map[string]inventory.Jump{"small": {MaxConns: 1}})
	var wg sync.WaitGroup
	for i := range 60 {
		wg.Go(func() {
			dev := inventory.Device{Host: fmt.Sprint("h", i), Site: fmt.Sprint("site", i%5), AAARealm: fmt.Sprint("realm", i%2), Jump: []string{[]string{"small", "big"}[i%2]}}
			if _, err := l.Collect(t.Context(), Job{Device: dev}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for k, n := range map[string]int{"all": 6, "site0": 2, "realm0": 3, "realm1": 3, "small": 1, "big": 4} {
		if most[k] > n || most[k] == 0 {
			t.Errorf("%s: %d at once, at most %d", k, most[k], n)
		}
	}
}

// TestSameDevice: logins to one address are 1.1 s apart, whatever its name;
// the others do not wait for it.
func TestSameDevice(t *testing.T) {
	var at []time.Time
	l := Limit(collectFunc(func(context.Context, Job) (*transcript.Transcript, error) {
		at = append(at, time.Now())
		return &transcript.Transcript{}, nil
	}), inventory.Limits{LoginsPerSecond: 1e5}, nil)
	for _, d := range []inventory.Device{{Name: "a", Host: "h"}, {Name: "b", Host: "h", Port: 22}, {Name: "c", Host: "h", Jump: []string{"j"}}} {
		_, _ = l.Collect(t.Context(), Job{Device: d})
	}
	if gap := at[1].Sub(at[0]); gap < sameDevice-10*time.Millisecond || at[2].Sub(at[1]) > 500*time.Millisecond {
		t.Errorf("gaps %s, %s", gap, at[2].Sub(at[1]))
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	tr, err := l.Collect(ctx, Job{Device: inventory.Device{Name: "d", Host: "h"}})
	var e *Error
	if !errors.As(err, &e) || e.Cause != CauseCancelled || tr == nil {
		t.Errorf("%v", err)
	}
}

func TestVault(t *testing.T) {
	dir := t.TempDir()
	open, closed := filepath.Join(dir, "open"), filepath.Join(dir, "closed")
	for path, mode := range map[string]os.FileMode{open: 0o644, closed: 0o600} {
		if err := os.WriteFile(path, []byte("hunter-2\n"), mode); err != nil {
			t.Fatal(err)
		}
	}
	pipe := filepath.Join(dir, "pipe") // nobody writes to it
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ref := func(kind, value string) inventory.Credential {
		return inventory.Credential{Name: kind, User: "ops", Password: inventory.Ref{Kind: kind, Value: value}}
	}
	src := Sources{
		Env: func(n string) (string, bool) {
			return map[string]string{"PW": "hunter-2", "EMPTY": "", "TWO": "a\nb"}[n], n != "NONE"
		},
		Ask: func(context.Context, string) ([]byte, error) { return []byte("hunter-2"), nil },
	}
	for _, tt := range []struct {
		cred inventory.Credential
		bad  string // part of the error; "" = it works
	}{
		{ref("env", "PW"), ""},
		{ref("file", closed), ""},
		{ref("cmd", "echo hunter-2"), ""},
		{ref("ask", ""), ""},
		{ref("env", "NONE"), "no NONE"},
		{ref("env", "EMPTY"), "empty"},
		{ref("env", "TWO"), "more than one line"},
		{ref("file", open), "chmod 600"},
		{ref("file", dir), "regular"},
		{ref("file", pipe), "regular"},
		{inventory.Credential{Name: "key", User: "ops", Key: inventory.Ref{Kind: "key", Value: pipe}}, "regular"},
		{ref("file", dir+"/none"), "no such file"},
		{ref("cmd", "echo hunter-2 >&2; echo hunter-2; exit 3"), "exit status 3"},
		{inventory.Credential{Name: "none", User: "ops"}, "neither"},
	} {
		v := NewVault(map[string]inventory.Credential{"c": tt.cred}, src)
		l, err := v.Get(t.Context(), "c")
		if tt.bad == "" {
			if err != nil || string(l.Password) != "hunter-2" {
				t.Errorf("%v: %v %q", tt.cred.Password, err, l.Password)
			}
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
				for _, x := range []any{l, &l, []Login{l}} {
					if s := fmt.Sprintf(verb, x); strings.Contains(s, "hunter") || strings.Contains(s, "68756e") || strings.Contains(s, "104") {
						t.Errorf("%s prints %s", verb, s)
					}
				}
			}
		} else {
			var e *Error
			if !errors.As(err, &e) || e.Cause != CauseCredential || !strings.Contains(err.Error(), tt.bad) || tt.cred.Password.Kind != "cmd" && strings.Contains(err.Error(), "hunter") {
				t.Errorf("%v: %v", tt.cred.Password, err)
			}
		}
		known := v.Known()
		v.Close()
		if tt.bad == "" && (len(known) != 1 || len(v.Known()) != 0) {
			t.Errorf("known %q", known)
		}
		if _, err := v.Get(t.Context(), "c"); err == nil {
			t.Error("a closed vault gives secrets")
		}
	}
}

// TestRedactKeepsWords: a password that is a common word does not falsify what
// the device said; any other is taken out.
func TestRedactKeepsWords(t *testing.T) {
	inner := collectFunc(func(context.Context, Job) (*transcript.Transcript, error) {
		raw := []byte("cisco WS-C6509-E\nTr0ub4dor\nusername ops password 0 cisco\n")
		return &transcript.Transcript{Records: []transcript.Record{{Kind: transcript.Command, Command: "show run", Raw: raw, BodyEnd: len(raw)}}}, nil
	})
	tr, _ := Redact(inner, func() [][]byte { return [][]byte{[]byte("cisco"), []byte("Tr0ub4dor")} }).Collect(t.Context(), Job{})
	text := tr.Records[0].Text()
	if !strings.HasPrefix(text, "cisco WS-C6509-E\n") || strings.Contains(text, "Tr0ub4dor") || strings.Contains(text, "password 0 cisco") {
		t.Errorf("%q", text)
	}
}
