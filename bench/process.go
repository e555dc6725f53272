package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// used is what a program and all below it used.
type used struct {
	cpu, wall time.Duration
	rss       int // bytes, the most at one time
	out       []byte
}

// pinned is a command on one core, with one Go processor. Where there is no
// taskset it runs where it likes, and the page says so.
func pinned(core int, name string, args ...string) *exec.Cmd {
	if canPin() {
		args = append([]string{"-c", strconv.Itoa(core), name}, args...)
		name = "taskset"
	}
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1", passwordEnv+"="+password)
	return cmd
}

func canPin() bool {
	_, err := exec.LookPath("taskset")
	return err == nil
}

// heard reads what a client printed: its last line.
func heard(out []byte) (said, error) {
	var s said
	if err := json.Unmarshal([]byte(lastOf(string(out))), &s); err != nil {
		return s, fmt.Errorf("read what it printed: %w: %.80q", err, out)
	}
	return s, nil
}

// lastOf gives the last line of a text.
func lastOf(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}
