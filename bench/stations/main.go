// Command stations measures what two stations of a scan cost: parsing transcripts and
// judging what was parsed.
//
// What goes in: a folder of recorded transcripts. What comes out: milliseconds of CPU
// of all of them, as JSON: {"devices": n, "parse_ms": x, "judge_ms": y}.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors/registry"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "stations:", err)
		os.Exit(2)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return errors.New("usage: FOLDER")
	}
	files, err := filepath.Glob(filepath.Join(args[0], "*"))
	if err != nil {
		return err
	}
	said := struct {
		Devices int     `json:"devices"`
		Parse   float64 `json:"parse_ms"`
		Judge   float64 `json:"judge_ms"`
	}{Devices: len(files)}
	reg, terms, now := registry.All(), policy.Default(), time.Now()
	auditor := rules.Auditor(reg)
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		var d *fact.Device
		took, err := cost(func() error {
			t, err := transcript.Read(raw)
			if err == nil {
				d = reg.Parse(t, name)
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		said.Parse += took
		took, _ = cost(func() error { auditor.Run(d, terms, now); return nil })
		said.Judge += took
	}
	return json.NewEncoder(os.Stdout).Encode(said)
}

// cost is the CPU that f takes, in milliseconds.
func cost(f func() error) (float64, error) {
	before := spent()
	err := f()
	return float64(spent()-before) / float64(time.Millisecond), err
}

// spent is the CPU of this process up to now.
func spent() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
