package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/headroom-audit/headroom/internal/safeterm"
)

// interrupts listens for Ctrl-C, SIGTERM and SIGHUP (the terminal is gone): stop closes with the first one,
// the context ends with the second, and the third kills as if nobody listened.
// say tells the person at the terminal.
func interrupts(ctx context.Context, say func(string)) (_ context.Context, stop <-chan struct{}, release func()) {
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

// sayer prints one line to stderr over whatever progress stands there.
func (g *globals) sayer(silent bool) func(string) {
	return func(text string) {
		if silent || g.quiet {
			return
		}
		clear := ""
		if isTerminal(g.std.err) {
			clear = "\r\x1b[K"
		}
		fmt.Fprintf(g.std.err, "%sheadroom: %s\n", clear, safeterm.CleanLine(text))
	}
}
