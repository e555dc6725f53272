package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// prSetChildSubreaper makes processes whose parent ended children of this one,
// so that what they used is counted too (prctl(2); ansible leaves some behind).
const prSetChildSubreaper = 36

// adopt makes this process the parent of those that are left behind.
func adopt() error {
	if _, _, e := syscall.RawSyscall(syscall.SYS_PRCTL, prSetChildSubreaper, 1, 0); e != 0 {
		return fmt.Errorf("adopt orphans: %w", e)
	}
	return nil
}

// sampling is how often the memory of a tree of processes is read.
const sampling = 200 * time.Millisecond

// measure runs a program to its end and counts what it and all below it used.
// Nothing else that this process started may end meanwhile; spare, the lab, may
// not end at all.
func measure(ctx context.Context, cmd *exec.Cmd, spare int) (used, error) {
	var u used
	dir, err := os.MkdirTemp("", "benchcollect-out-")
	if err != nil {
		return u, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a folder in /tmp
	// Files, not pipes: who is left behind would keep a pipe open.
	said, complained := filepath.Join(dir, "out"), filepath.Join(dir, "err")
	if cmd.Stdout, err = os.Create(said); err != nil {
		return u, err
	}
	if cmd.Stderr, err = os.Create(complained); err != nil {
		return u, err
	}
	before, began := usedBy(children), time.Now()
	if err := cmd.Start(); err != nil {
		return u, err
	}
	u.rss, err = watch(ctx, cmd)
	u.wall = time.Since(began)
	bury(spare)
	u.cpu = usedBy(children) - before
	u.out, _ = os.ReadFile(said)
	if err != nil {
		why, _ := os.ReadFile(complained)
		return u, fmt.Errorf("%s: %w: %s", cmd.Path, errors.Join(ctx.Err(), err), lastOf(string(why)))
	}
	return u, nil
}

// watch waits for a program and gives the most memory that it and all below it had.
func watch(ctx context.Context, cmd *exec.Cmd) (rss int, err error) {
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	tick := time.NewTicker(sampling)
	defer tick.Stop()
	over := ctx.Done()
	for {
		select {
		case err := <-ended:
			if r, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
				rss = max(rss, int(r.Maxrss)<<10)
			}
			return rss, err
		case <-tick.C:
			rss = max(rss, residentTree(cmd.Process.Pid))
		case <-over:
			_ = cmd.Process.Kill()
			over = nil
		}
	}
}

// bury ends and waits for what a program left behind: all children of this
// process but spare, which is the lab.
func bury(spare int) {
	for deadline := time.Now().Add(5 * time.Second); ; {
		var left []int
		for _, pid := range childrenOf(os.Getpid()) {
			if pid != spare {
				left = append(left, pid)
			}
		}
		if len(left) == 0 {
			return
		}
		for _, pid := range left {
			signal := syscall.SIGTERM
			if time.Now().After(deadline) {
				signal = syscall.SIGKILL
			}
			_ = syscall.Kill(pid, signal)
			_, _ = syscall.Wait4(pid, nil, syscall.WNOHANG, nil)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// childrenOf gives the children of a process, those that ended too.
func childrenOf(pid int) []int {
	var out []int
	for _, p := range tree(pid)[1:] {
		raw, err := os.ReadFile("/proc/" + strconv.Itoa(p) + "/stat")
		if err != nil {
			continue
		}
		if _, parent, err := parents(raw); err == nil && parent == pid {
			out = append(out, p)
		}
	}
	return out
}
