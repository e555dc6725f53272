package console

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/term"
)

// keyboard is the other end of a terminal: what a person types and sees.
type keyboard struct {
	t         *testing.T
	main, tty *os.File
	before    *term.State

	mu  sync.Mutex
	saw strings.Builder
}

func newKeyboard(t *testing.T) *keyboard {
	t.Helper()
	main, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	var locked, n int32
	for req, arg := range map[uintptr]*int32{syscall.TIOCSPTLCK: &locked, syscall.TIOCGPTN: &n} {
		if _, _, e := syscall.Syscall(syscall.SYS_IOCTL, main.Fd(), req, uintptr(unsafe.Pointer(arg))); e != 0 {
			t.Fatal(e)
		}
	}
	k := &keyboard{t: t, main: main}
	if k.tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0); err != nil {
		t.Fatal(err)
	}
	k.before = k.state()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		buf := make([]byte, 256)
		for {
			n, err := main.Read(buf)
			if err != nil {
				return
			}
			k.mu.Lock()
			k.saw.Write(buf[:n])
			k.mu.Unlock()
		}
	}()
	t.Cleanup(func() { _ = k.tty.Close(); <-ended; _ = main.Close() })
	return k
}

func (k *keyboard) state() *term.State {
	k.t.Helper()
	s, err := term.GetState(int(k.tty.Fd()))
	if err != nil {
		k.t.Fatal(err)
	}
	return s
}

func (k *keyboard) types(s string) {
	k.t.Helper()
	if _, err := k.main.WriteString(s); err != nil {
		k.t.Fatal(err)
	}
}

func (k *keyboard) screen() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.saw.String()
}

// until waits for what must come.
func (k *keyboard) until(what string, is func() bool) {
	k.t.Helper()
	for range 5000 {
		if is() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	k.t.Fatalf("%s never came; the screen is %q", what, k.screen())
}

// TestAskAtTheTerminal: a question that is given up on leaves the terminal as it
// was and ends at once; the next one is asked all the same.
func TestAskAtTheTerminal(t *testing.T) {
	k := newKeyboard(t)
	h := &hiddenLine{open: func() (*os.File, error) { return os.OpenFile(k.tty.Name(), os.O_RDWR|syscall.O_NOCTTY, 0) }}
	type answer struct {
		line string
		err  error
	}
	asks := 0
	ask := func(ctx context.Context) <-chan answer {
		out := make(chan answer, 1)
		asks++
		what := fmt.Sprintf("password %d", asks)
		go func() {
			line, err := h.ask(ctx, what)
			out <- answer{string(line), err}
		}()
		k.until("the question", func() bool { return strings.Contains(k.screen(), what+": ") })
		return out
	}
	asBefore := func() {
		t.Helper()
		if *k.state() != *k.before {
			t.Error("the terminal is not as it was")
		}
	}
	answered := func() {
		t.Helper()
		c := ask(t.Context())
		if *k.state() == *k.before {
			t.Error("the terminal shows what is typed")
		}
		k.types("hidden-Pw\n")
		if a := <-c; a.err != nil || a.line != "hidden-Pw" {
			t.Errorf("%+v", a)
		}
		asBefore()
	}
	giveUp := func() {
		t.Helper()
		ctx, stop := context.WithCancel(t.Context())
		c := ask(ctx)
		stop()
		if a := <-c; !errors.Is(a.err, context.Canceled) {
			t.Errorf("%+v", a)
		}
		asBefore()
	}
	answered()
	giveUp()
	giveUp()
	answered()
	giveUp()
	k.types("typed in plain sight\n")
	k.until("the line", func() bool { return len(h.typed) > 0 })
	answered()
	over, stop := context.WithCancel(t.Context())
	stop()
	if a := <-ask(over); !errors.Is(a.err, context.Canceled) {
		t.Errorf("%+v", a)
	}
	asBefore()
	k.types("\n") // ends the read that is left
	k.until("the line", func() bool { return len(h.typed) > 0 })
	h.done()
	if strings.Contains(k.screen(), "hidden-Pw") {
		t.Errorf("the secret was shown: %q", k.screen())
	}
}
