package console

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/term"
)

// ErrNobody is why nobody is asked.
var ErrNobody = errors.New("nobody is at the terminal to be asked")

// Asker asks at the terminal of this process; it goes past stdin and stdout,
// which may be pipes.
func Asker() func(context.Context, string) ([]byte, error) {
	return (&hiddenLine{open: func() (*os.File, error) { return os.OpenFile("/dev/tty", os.O_RDWR, 0) }}).ask
}

// hiddenLine reads lines from a terminal without showing them, one at a time. A
// read of a terminal cannot be called back: the one that somebody gave up on
// goes on, and the next question takes its line.
type hiddenLine struct {
	open         func() (*os.File, error)
	tty          *os.File    // nil = nothing is read
	shown, quiet *term.State // of the terminal before, and while it hides what is typed
	typed        chan typed
}

type typed struct {
	line []byte
	err  error
}

// ask asks for what; when ctx ends the terminal is as it was before.
func (h *hiddenLine) ask(ctx context.Context, what string) ([]byte, error) {
	if h.tty != nil { // somebody gave up
		select {
		case t := <-h.typed: // it was typed to nobody, in plain sight
			clear(t.line)
			h.done()
		default:
		}
	}
	var err error
	if h.tty == nil {
		err = h.start()
	} else {
		err = term.Restore(int(h.tty.Fd()), h.quiet)
	}
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(h.tty, "\r\x1b[Kheadroom: %s: ", what)
	select {
	case t := <-h.typed:
		fmt.Fprint(h.tty, "\r\x1b[K")
		h.done()
		if t.err != nil {
			return nil, fmt.Errorf("ask for %s: %w", what, t.err)
		}
		return t.line, nil
	case <-ctx.Done():
		fmt.Fprint(h.tty, "\r\x1b[K")
		return nil, errors.Join(ctx.Err(), term.Restore(int(h.tty.Fd()), h.shown))
	}
}

// start begins to read a line, and comes back when the terminal hides it: till
// then it could not be made to show again.
func (h *hiddenLine) start() error {
	tty, err := h.open()
	if err != nil {
		return ErrNobody
	}
	fd := int(tty.Fd())
	if h.shown, err = term.GetState(fd); err != nil {
		_ = tty.Close()
		return ErrNobody
	}
	out := make(chan typed, 1)
	go func() {
		line, err := term.ReadPassword(fd)
		out <- typed{line, err}
	}()
	h.tty, h.typed, h.quiet = tty, out, h.shown
	for range 500 { // one that hid everything before does not change
		if now, err := term.GetState(fd); err != nil || *now != *h.shown || len(out) > 0 {
			if err == nil {
				h.quiet = now
			}
			break
		}
		time.Sleep(time.Millisecond)
	}
	return nil
}

func (h *hiddenLine) done() {
	_ = h.tty.Close()
	h.tty = nil
}
