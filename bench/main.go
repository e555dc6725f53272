// Command benchcollect measures what reading a router costs: headroom's
// collector and other programs, each alone on one core, against one lab of
// simulated routers on another.
//
// What goes in: flags; which other programs are installed. What comes out:
// docs/performance.md, or the same page on standard output. It runs itself as
// the lab and as the client, and the other programs by their own interpreter.
// It must not import scan, report or tui: a whole scan is measured by running
// headroom. Linux only: it reads /proc and pins with taskset.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "benchcollect:", err)
		os.Exit(2)
	}
}

func run(args []string) error {
	if len(args) > 0 {
		switch args[0] {
		case "lab":
			return runLab(args[1:])
		case "client":
			return runClient(args[1:])
		}
	}
	return runBench(args)
}
