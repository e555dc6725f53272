package collect

import (
	"bufio"
	"context"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// fakeCLI is a router made of a script: every command has a function that
// writes its answer, without echo and prompt.
type fakeCLI struct {
	motd      string
	pause     time.Duration // behind the motd
	prompt    string
	next      func(n int) string // the prompt of the nth time; nil = always prompt
	noEcho    bool
	typeAhead bool // echoes at once, as the terminal of a kernel does
	echo      func(cmd string) string
	answers   map[string]func(d *dialog)
	stay      bool // exit does not close

	mu   sync.Mutex
	sent []string
}

// dialog is one session with a fakeCLI.
type dialog struct {
	c      net.Conn
	prompt string
	in     chan string
	keys   chan byte
	mute   bool // no prompt after this answer
}

func (d *dialog) say(s string)         { _, _ = io.WriteString(d.c, strings.ReplaceAll(s, "\n", "\r\n")) }
func (d *dialog) raw(s string)         { _, _ = io.WriteString(d.c, s) }
func (d *dialog) rest(t time.Duration) { time.Sleep(t) }

// key waits for a key, for as long as a session may take.
func (d *dialog) key() {
	select {
	case <-d.keys:
	case <-time.After(5 * time.Second):
	}
}

func (f *fakeCLI) open(t *testing.T) (*Conn, func()) {
	t.Helper()
	near, far := net.Pipe()
	done := make(chan struct{})
	go func() { defer close(done); defer far.Close(); f.serve(far) }()
	return &Conn{ReadWriteCloser: near, Source: "ssh"}, func() { _ = near.Close(); <-done }
}

func (f *fakeCLI) serve(c net.Conn) {
	d := &dialog{c: c, prompt: f.prompt, in: make(chan string, 16), keys: make(chan byte, 16)}
	go func() {
		defer close(d.in)
		r := bufio.NewReader(c)
		for {
			b, err := r.ReadByte()
			if err != nil {
				return
			}
			if b == ' ' {
				d.keys <- b
				continue
			}
			_ = r.UnreadByte()
			line, err := r.ReadString('\n')
			if err != nil {
				return
			}
			line = strings.TrimSpace(line)
			f.mu.Lock()
			f.sent = append(f.sent, line)
			f.mu.Unlock()
			if f.typeAhead {
				d.raw(line + "\r\n")
			}
			d.in <- line
		}
	}()
	d.say(f.motd)
	d.rest(f.pause)
	shown := 0
	show := func() {
		if shown++; f.next != nil {
			d.prompt = f.next(shown)
		}
		d.raw(d.prompt)
	}
	show()
	for line := range d.in {
		if !f.noEcho && !f.typeAhead {
			e := line + "\r\n"
			if f.echo != nil {
				e = f.echo(line)
			}
			d.raw(e)
		}
		if line == "exit" && !f.stay {
			return
		}
		d.mute = false
		switch a := f.answers[line]; {
		case a != nil:
			a(d)
		case line == "" || strings.HasPrefix(line, "terminal ") || strings.HasPrefix(line, "set cli"):
		default:
			d.say("        ^\n% Invalid input detected at '^' marker.\n\n")
		}
		if !d.mute {
			show()
		}
	}
}

func quick() Timing {
	ms := time.Millisecond
	return Timing{FirstPrompt: 2 * time.Second, Idle: 400 * ms, Command: 1500 * ms, Session: 8 * time.Second, Settle: 30 * ms, Glued: 20 * ms, Late: 60 * ms, NoEcho: 40 * ms, Leave: 120 * ms, MaxCommand: 64 << 10, MaxSession: 256 << 10}
}

// visit asks a fake router the commands.
func visit(t *testing.T, f *fakeCLI, cmds ...string) (*transcript.Transcript, error) {
	t.Helper()
	var list []Command
	for _, c := range cmds {
		list = append(list, Command{Text: c})
	}
	return visitJob(t, f, inventory.Device{Name: "edge1"}, list...)
}

func visitJob(t *testing.T, f *fakeCLI, dev inventory.Device, cmds ...Command) (*transcript.Transcript, error) {
	t.Helper()
	c, stop := f.open(t)
	defer stop()
	s := &Session{
		Timing: quick(), Openers: map[inventory.Transport]Opener{inventory.SSH: OpenFunc(func(context.Context, inventory.Device) (*Conn, error) { return c, nil })},
		Secret: func(context.Context, string) (Login, error) {
			return Login{User: "en-user", Password: []byte("s3cret-en")}, nil
		},
	}
	asked := false
	return s.Collect(t.Context(), Job{Device: dev, Next: func(*transcript.Transcript) []Command {
		if asked {
			return nil
		}
		asked = true
		return cmds
	}})
}
