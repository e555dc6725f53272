// RSA host keys below 1024 bits are refused per device, not by the runtime:
// see collect/ssh.
//
//go:debug rsa1024min=0

// Command headroom says which routers will run out of forwarding memory, when,
// and what must be changed and rebooted before that night.
package main

import (
	"context"
	"os"
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], stdio{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}
