//go:build !windows

package host

import (
	"runtime"
	"syscall"
)

func readFiles() (soft, hard uint64, err error) {
	var l syscall.Rlimit
	err = syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l)
	return l.Cur, l.Max, err
}

func setFiles(soft, hard uint64) error {
	return syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: soft, Max: hard})
}

// PeakRSS is the most memory that this process has had resident, in bytes; 0 =
// the system does not tell.
func PeakRSS() int64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	if runtime.GOOS == "linux" {
		return u.Maxrss * 1024 // getrusage(2): kilobytes on Linux, bytes elsewhere
	}
	return u.Maxrss
}
