package main

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// setting is where and when it was measured.
type setting struct {
	when             time.Time
	machine, version string
	loadBefore, load string // of the whole machine, one minute
	pinned, quick    bool
}

// describe reads the setting from the machine.
func describe() *setting {
	s := &setting{when: time.Now().UTC(), loadBefore: loadNow(), pinned: canPin(), version: commit()}
	s.machine = fmt.Sprintf("%s, %d cores, %s of memory, Linux %s, %s", cpuModel(), runtime.NumCPU(), memory(), kernel(), runtime.Version())
	return s
}

func (s *setting) after() { s.load = loadNow() }

// field gives the first value of a key in a file of /proc, "unknown" where there is none.
func field(file, key string) string {
	raw, err := os.ReadFile(file)
	if err != nil {
		return "unknown"
	}
	for line := range strings.Lines(string(raw)) {
		if k, v, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(k) == key {
			return strings.TrimSpace(v)
		}
	}
	return "unknown"
}

func cpuModel() string { return field("/proc/cpuinfo", "model name") }

func memory() string {
	var kb float64
	if _, err := fmt.Sscanf(field("/proc/meminfo", "MemTotal"), "%f kB", &kb); err != nil {
		return "unknown"
	}
	return fmt.Sprintf("%.0f GiB", math.Round(kb/(1<<20)))
}

// firstWord gives the first word of a file, "unknown" where there is none.
func firstWord(file string) string {
	raw, err := os.ReadFile(file)
	if w := strings.Fields(string(raw)); err == nil && len(w) > 0 {
		return w[0]
	}
	return "unknown"
}

func kernel() string  { return firstWord("/proc/sys/kernel/osrelease") }
func loadNow() string { return firstWord("/proc/loadavg") }

// commit names what was measured; a checkout that was changed is named so.
func commit() string {
	out, err := exec.Command("git", "describe", "--always", "--dirty").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}
