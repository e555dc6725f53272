package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// The two accounts of the kernel.
const (
	self     = syscall.RUSAGE_SELF
	children = syscall.RUSAGE_CHILDREN
)

// usedBy gives the CPU time, user and system, of this process or of the children that ended.
func usedBy(who int) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(who, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// resident gives the memory of this process in bytes.
func resident() (int, error) { return residentOf("self") }

func residentOf(pid string) (int, error) {
	raw, err := os.ReadFile(filepath.Join("/proc", pid, "statm"))
	if err != nil {
		return 0, err
	}
	f := strings.Fields(string(raw))
	if len(f) < 2 {
		return 0, errors.New("read statm: it is short")
	}
	pages, err := strconv.Atoi(f[1])
	return pages * os.Getpagesize(), err
}

// tree gives the processes below root, with it.
func tree(root int) []int {
	below := map[int][]int{}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		raw, err := os.ReadFile(path)
		if err != nil {
			continue // it ended meanwhile
		}
		pid, parent, err := parents(raw)
		if err == nil {
			below[parent] = append(below[parent], pid)
		}
	}
	out := []int{root}
	for i := 0; i < len(out); i++ {
		out = append(out, below[out[i]]...)
	}
	return out
}

// parents reads the process and its parent from a line of /proc/PID/stat. The
// name between may hold anything, brackets too.
func parents(stat []byte) (pid, parent int, err error) {
	open, end := bytes.IndexByte(stat, '('), bytes.LastIndexByte(stat, ')')
	if open < 0 || end < 0 {
		return 0, 0, fmt.Errorf("read stat: %q", stat)
	}
	rest := strings.Fields(string(stat[end+1:]))
	if len(rest) < 2 {
		return 0, 0, fmt.Errorf("read stat: %q", stat)
	}
	if pid, err = strconv.Atoi(strings.TrimSpace(string(stat[:open]))); err != nil {
		return 0, 0, err
	}
	parent, err = strconv.Atoi(rest[1])
	return pid, parent, err
}

// residentTree is the memory of a process and all below it, in bytes. Pages
// that they share are counted for each of them.
func residentTree(root int) int {
	sum := 0
	for _, pid := range tree(root) {
		if n, err := residentOf(strconv.Itoa(pid)); err == nil {
			sum += n
		}
	}
	return sum
}
