package collect

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// scripted is the other end of a terminal: it is run once, and what it leaves
// unread is thrown away.
func scripted(source string, in *InBand, run func(c net.Conn, read func() string)) OpenFunc {
	return func(context.Context, inventory.Device) (*Conn, error) {
		near, far := net.Pipe()
		go func() {
			defer far.Close()
			b := make([]byte, 4096)
			run(far, func() string { n, _ := far.Read(b); return string(b[:n]) })
		}()
		return &Conn{ReadWriteCloser: near, Source: source, InBand: in}, nil
	}
}

func put(c net.Conn, s string) { _, _ = io.WriteString(c, s) }

// A password that was sent in the terminal and led to no prompt was rejected,
// whatever the device says or does not say: it is tried once in the whole fleet.
func TestNoPromptAfterAPasswordIsARejection(t *testing.T) {
	for name, after := range map[string]func(c net.Conn, read func() string){
		"words that nobody knows, and the end": func(c net.Conn, _ func() string) { put(c, "\r\nAccess denied\r\n") },
		"the end":                              func(net.Conn, func() string) {},
		"silence":                              func(_ net.Conn, read func() string) { read() },
		"the same question":                    func(c net.Conn, read func() string) { put(c, "\r\nUsername: "); read() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var attempts atomic.Int32
			open := scripted("telnet", &InBand{User: "ops", Password: []byte("wrong-Pw")}, func(c net.Conn, read func() string) {
				put(c, "Username: ")
				read()
				put(c, "ops\r\nPassword: ")
				read()
				attempts.Add(1)
				after(c, read)
			})
			c := New(Config{Openers: map[inventory.Transport]Opener{inventory.Telnet: open}, Timing: quick(), Limits: inventory.Limits{LoginsPerSecond: 1000}})
			c.(*redact).inner.(*retry).sleep = func(context.Context, time.Duration) error { return nil }
			causes := map[Cause]int{}
			for i := range 4 {
				_, err := c.Collect(t.Context(), Job{Device: inventory.Device{Name: fmt.Sprint("edge", i), Host: fmt.Sprint("192.0.2.", i), Credential: "c", Transport: inventory.Telnet}})
				causes[causeOf(err)]++
			}
			if attempts.Load() != 1 || causes[CauseAuth] != 1 || causes[CauseBreaker] != 3 {
				t.Errorf("%d attempts, %v", attempts.Load(), causes)
			}
		})
	}
}

// "Last login: " whose date comes later is no question, before a login and after.
func TestLastLoginIsNoQuestion(t *testing.T) {
	for name, run := range map[string]func(c net.Conn, read func() string){
		"with a key, nothing is asked": func(net.Conn, func() string) {},
		"after the password": func(c net.Conn, read func() string) {
			put(c, "login: ")
			read()
			put(c, "ops\r\nPassword: ")
			read()
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got string
			open := scripted("openssh", &InBand{User: "ops", Password: []byte("right-Pw-1")}, func(c net.Conn, read func() string) {
				run(c, read)
				put(c, "\r\nLast login: ")
				time.Sleep(60 * time.Millisecond)
				put(c, "Tue Nov 24 10:00:00 2026 from 192.0.2.9\r\nedge1#")
				got = read()
			})
			s := &Session{Timing: quick(), Openers: map[inventory.Transport]Opener{inventory.SSH: open}}
			_, err := s.Collect(t.Context(), Job{Device: inventory.Device{Name: "edge1"}})
			if causeOf(err) == CauseAuth || !strings.HasPrefix(got, "terminal ") {
				t.Errorf("%v; the command line got %q", err, got)
			}
		})
	}
}

// What a banner says of passwords and permissions rejects nothing where the
// login stands already.
func TestABannerRejectsNothing(t *testing.T) {
	for _, motd := range []string{"Permission denied to everybody without a contract.\r\nLoading", "Change your password every 90 days\r\nLoading"} {
		tm := quick()
		tm.FirstPrompt = 200 * time.Millisecond
		open := scripted("ssh", nil, func(c net.Conn, read func() string) {
			put(c, motd)
			for read() != "" {
			}
		})
		s := &Session{Timing: tm, Openers: map[inventory.Transport]Opener{inventory.SSH: open}}
		if _, err := s.Collect(t.Context(), Job{Device: inventory.Device{Name: "edge1"}}); causeOf(err) != CauseTimeout {
			t.Errorf("%q: %v", motd, err)
		}
	}
}

// A secret of enable that is wrong everywhere is rejected once in the fleet.
func TestAWrongEnableIsTriedOnce(t *testing.T) {
	var rejected atomic.Int32
	open := scripted("ssh", nil, func(c net.Conn, read func() string) {
		put(c, "edge1>")
		read()
		put(c, "enable\r\nPassword: ")
		if read() == "" {
			return // it was not tried here
		}
		time.Sleep(20 * time.Millisecond) // its AAA server
		rejected.Add(1)
		put(c, "\r\n% Error in authentication.\r\n\r\nedge1>")
		read()
	})
	secret := inventory.Ref{Kind: "env", Value: "PW"}
	v := NewVault(map[string]inventory.Credential{"c": {Name: "c", User: "ops", Password: secret}, "en": {Name: "en", User: "ops", Password: secret}},
		Sources{Env: func(string) (string, bool) { return "wrong-enable", true }})
	c := New(Config{Openers: map[inventory.Transport]Opener{inventory.SSH: open}, Secrets: v, Timing: quick(), Limits: inventory.Limits{LoginsPerSecond: 1000}})
	var all sync.WaitGroup
	var mu sync.Mutex
	causes := map[Cause]int{}
	for i := range 60 {
		all.Go(func() {
			_, err := c.Collect(t.Context(), Job{Device: inventory.Device{Name: fmt.Sprint("edge", i), Host: fmt.Sprint("192.0.2.", i), Credential: "c", Enable: "en", Transport: inventory.SSH}})
			mu.Lock()
			defer mu.Unlock()
			causes[causeOf(err)]++
		})
	}
	all.Wait()
	if rejected.Load() != 1 || causes[CauseAuth] != 1 || causes[CauseBreaker] != 59 {
		t.Errorf("%d rejections, %v", rejected.Load(), causes)
	}
}

// A credential of many jump hosts is tried on one of them first; devices behind
// one that took it are not held back by one that is dead.
func TestOneBadPasswordOfJumpHosts(t *testing.T) {
	for name, bad := range map[string]bool{"rejected": true, "taken, and the devices are dead": false} {
		jumps := map[string]inventory.Jump{}
		for i := range 30 {
			jumps[fmt.Sprint("j", i)] = inventory.Jump{Credential: "j"}
		}
		var rejected, atOnce, most atomic.Int32
		b := Breaker(collectFunc(func(ctx context.Context, job Job) (*transcript.Transcript, error) {
			e := &Error{Cause: CauseUnreach, Device: job.Device.Name, Msg: "did not answer through the jump host"}
			settle, err := Turn(ctx, "j", job.Device.Jump[0])
			if errors.As(err, &e) {
				return empty(job.Device, e), e
			}
			if bad {
				rejected.Add(1)
				e = &Error{Cause: CauseAuth, Device: job.Device.Name, Credential: "j", Msg: "jump host: rejected"}
				settle(e)
				return empty(job.Device, e), e
			}
			settle(nil)
			most.Store(max(most.Load(), atOnce.Add(1)))
			defer atOnce.Add(-1)
			time.Sleep(5 * time.Millisecond)
			return empty(job.Device, e), e
		}), jumps)
		var all sync.WaitGroup
		for i := range 120 {
			all.Go(func() {
				_, _ = b.Collect(t.Context(), Job{Device: inventory.Device{Name: fmt.Sprint(i), Credential: fmt.Sprint("own", i), Jump: []string{fmt.Sprint("j", i%30)}}})
			})
		}
		all.Wait()
		if bad && rejected.Load() != 1 || !bad && most.Load() < 3 {
			t.Errorf("%s: %d rejections, %d at once", name, rejected.Load(), most.Load())
		}
	}
}

// The rest of the last answer, after its own prompt and a pause, is not lost in
// silence where the device ends the session.
func TestTheLastAnswerCutBehindItsPrompt(t *testing.T) {
	cli := &fakeCLI{prompt: "edge1#", answers: map[string]func(*dialog){
		"show one": func(d *dialog) {
			d.say("used 100\nedge1#")
			d.rest(50 * time.Millisecond)
			d.say("\nused 900 of 1000\n")
			_ = d.c.Close()
		},
	}}
	tr, err := visit(t, cli, "show one")
	if c := commands(tr); err == nil && (len(c) != 1 || c[0].State.Whole()) {
		t.Errorf("half an answer is %s", c[0].State)
	}
}

// A line of a log that ends in the next command is not its echo.
func TestALoggedCommandIsNoEcho(t *testing.T) {
	cli := &fakeCLI{prompt: "edge1#", answers: map[string]func(*dialog){
		"show one": func(d *dialog) {
			d.say("first\nedge1#")
			d.rest(50 * time.Millisecond)
			d.say("\nuser ops typed: show two\nlast\n")
		},
		"show two": say("second\n"),
	}}
	tr, err := visit(t, cli, "show one", "show two")
	if err != nil {
		t.Fatal(err)
	}
	c := commands(tr)
	one, two := transcript.CleanText(c[0].Body()), transcript.CleanText(c[1].Body())
	if one != "first\nedge1#\nuser ops typed: show two\nlast\n" || c[0].State != transcript.Healed || two != "second\n" || c[1].State != transcript.Complete {
		t.Errorf("%s %q, %s %q", c[0].State, one, c[1].State, two)
	}
}

// noise answers every line with random pieces of what terminals show.
type noise struct {
	r      *rand.Rand
	out    chan []byte
	rest   []byte
	closed chan struct{}
	once   sync.Once
	echo   bool
	prompt string
}

func (n *noise) Read(p []byte) (int, error) {
	if len(n.rest) == 0 {
		select {
		case n.rest = <-n.out:
		case <-n.closed:
			return 0, io.EOF
		}
	}
	k := copy(p, n.rest)
	n.rest = n.rest[k:]
	return k, nil
}

func (n *noise) Close() error { n.once.Do(func() { close(n.closed) }); return nil }

func (n *noise) say(s string) {
	select {
	case n.out <- []byte(s):
	default: // it says no more than the channel holds
	}
}

func (n *noise) Write(p []byte) (int, error) {
	cmd := strings.TrimRight(string(p), "\n")
	if strings.HasPrefix(cmd, "terminal") {
		for line := range strings.SplitSeq(cmd, "\n") {
			if n.echo {
				n.say(line + "\r\n")
			}
			n.say(n.prompt)
		}
		return len(p), nil
	}
	pieces := []string{
		n.prompt, "edge1#", "edge1# ", "\r\n", "\r", "\n", "--More-- ", "--More--", "(END)", "<--- More --->", "\b\b\b\b\b\b\b\b", strings.Repeat(" ", 40), "\x1b[K", "\x1b[", "\x1b", "text",
		"10.0.0.0/8 text\r\n", cmd, cmd + "\r\n", "\x00", "edge1(config)#", "%SYS-5-X: hi\r\n", "{master:0}\r\n", "% Invalid input\r\n", strings.Repeat("x", 300), "show one\r\n", "exit\r\n",
	}
	if n.echo && n.r.IntN(3) > 0 {
		n.say(cmd + "\r\n")
	}
	for range n.r.IntN(7) {
		n.say(pieces[n.r.IntN(len(pieces))] + pieces[n.r.IntN(len(pieces))])
	}
	if n.r.IntN(2) == 0 {
		n.say(n.prompt)
	}
	return len(p), nil
}

// TestNoiseEndsNothing: whatever comes, a session ends with records whose spans
// lie inside their bytes, and without a panic.
func TestNoiseEndsNothing(t *testing.T) {
	ms := time.Millisecond
	tm := Timing{FirstPrompt: 60 * ms, Idle: 12 * ms, Command: 50 * ms, Session: 400 * ms, Settle: 2 * ms, Glued: ms, Late: 2 * ms, NoEcho: 2 * ms, Leave: 6 * ms, MaxCommand: 600, MaxSession: 20000, Slow: time.Second}
	var all sync.WaitGroup
	for worker := range uint64(40) {
		all.Go(func() {
			for seed := worker << 32; seed < worker<<32+25; seed++ {
				n := &noise{r: rand.New(rand.NewPCG(seed, 1)), out: make(chan []byte, 4096), closed: make(chan struct{}), echo: seed%2 == 0, prompt: []string{"edge1#", "edge1# "}[seed/2%2]}
				n.say(n.prompt)
				s := &Session{Timing: tm, Openers: map[inventory.Transport]Opener{inventory.SSH: OpenFunc(func(context.Context, inventory.Device) (*Conn, error) {
					return &Conn{ReadWriteCloser: n, Source: "ssh"}, nil
				})}}
				asked := false
				tr, err := s.Collect(t.Context(), Job{Device: inventory.Device{Name: "e"}, Next: func(*transcript.Transcript) []Command {
					if asked {
						return nil
					}
					asked = true
					return []Command{{Text: "show one"}, {Text: "show two"}, {Text: "show three"}}
				}})
				if err != nil && strings.Contains(err.Error(), "bug of headroom") {
					t.Errorf("seed %d: %v", seed, err)
				}
				for i := range tr.Records {
					if r := &tr.Records[i]; r.BodyStart > r.BodyEnd || r.BodyEnd > len(r.Raw) {
						t.Errorf("seed %d: %d-%d of %d bytes", seed, r.BodyStart, r.BodyEnd, len(r.Raw))
					}
				}
			}
		})
	}
	all.Wait()
}

// Two pager prompts in one line, and one that stands over the prompt of a device
// without an echo, which the next text shortens.
func TestPagersOverOneAnother(t *testing.T) {
	for name, cli := range map[string]*fakeCLI{
		"two in a line": {prompt: "edge1#", answers: map[string]func(*dialog){"show one": func(d *dialog) {
			d.raw("uplink (END)" + strings.Repeat(" ", 40) + "--More--")
			d.key()
			d.key()
			d.raw("\r\n")
		}}},
		"over the prompt": {prompt: "edge1# ", noEcho: true, answers: map[string]func(*dialog){"show one": func(d *dialog) {
			d.raw("line 1\r\nedge1# ")
			<-d.in // the empty line of the probe
			d.raw("\r--More-- ")
			d.key()
			d.raw("edge1#")
			d.mute = true
		}}},
	} {
		if _, err := visit(t, cli, "show one"); err != nil && strings.Contains(err.Error(), "bug of headroom") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
