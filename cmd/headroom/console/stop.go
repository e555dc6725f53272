package console

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/headroom-audit/headroom/internal/safeterm"
)

// Interrupts listens for Ctrl-C, SIGTERM and SIGHUP (the terminal is gone): stop closes
// with the first one, the context ends with the second, and the third kills as if nobody listened.
// say tells the person at the terminal.
func Interrupts(ctx context.Context, say func(string)) (_ context.Context, stop <-chan struct{}, release func()) {
	ctx, cancel := context.WithCancel(ctx)
	signals, soft := make(chan os.Signal, 2), make(chan struct{})
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) { // nohup wants it to be
		signal.Notify(signals, syscall.SIGHUP)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		select {
		case <-signals:
		case <-ctx.Done():
			return
		}
		say("stopping: no more devices are visited, commands that run may finish (15 s at most); Ctrl-C again ends them at once")
		close(soft)
		select {
		case <-signals:
			signal.Stop(signals)
			say("ending every session now")
			cancel()
		case <-ctx.Done():
		}
	})
	return ctx, soft, func() {
		signal.Stop(signals)
		cancel()
		wg.Wait()
	}
}

// Sayer prints one line to w over whatever progress stands there; silent = it says
// nothing.
func Sayer(w io.Writer, silent bool) func(string) {
	return func(text string) {
		if silent {
			return
		}
		over := ""
		if IsTerminal(w) {
			over = "\r\x1b[K"
		}
		fmt.Fprintf(w, "%sheadroom: %s\n", over, safeterm.CleanLine(text))
	}
}
