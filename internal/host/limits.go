// Package host is the machine that headroom runs on: its limits of open files and
// memory, the folder of its state, files that are read whole.
package host

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/inventory"
)

const (
	// FilesPerSession is its connection, and for a moment that of a name server or
	// of the ssh-agent.
	FilesPerSession = 2
	// filesPerProgram: three pipes and the process of a proxy command, or the
	// terminal, log and process of an ssh program, and those of starting it.
	filesPerProgram = 6
	// filesElse are the store, transcripts being written and standard streams.
	filesElse = 64
)

// PerSession is how many descriptors a session on any of the devices takes at
// most.
func PerSession(devices []inventory.Device) int {
	for i := range devices {
		if devices[i].Transport == inventory.OpenSSH || devices[i].ProxyCommand != "" {
			return filesPerProgram
		}
	}
	return FilesPerSession
}

// EnoughFiles raises the limit of open files to what so many sessions need, or says
// what to type.
func EnoughFiles(sessions, per int) error { return enoughFiles(sessions, per, readFiles, setFiles) }

// OpenFiles is how many files may be open now.
func OpenFiles() (int, error) {
	soft, _, err := readFiles()
	return int(soft), err
}

// enoughFiles is EnoughFiles; read and set are the system's.
func enoughFiles(sessions, per int, read func() (soft, hard uint64, err error), set func(soft, hard uint64) error) error {
	need := uint64(sessions*per + filesElse)
	soft, hard, err := read()
	if err != nil || soft >= need {
		return nil //nolint:nilerr // a system that does not tell does not limit
	}
	if set(hard, hard) == nil {
		soft = hard
	}
	if soft >= need {
		return nil
	}
	hint := ""
	if fit := (int(soft) - filesElse) / per; fit > 0 {
		hint = "scan with --workers " + strconv.Itoa(fit) + ", or "
	}
	return fmt.Errorf("%d sessions need up to %d open files, and this process may have %d: %sraise the limit (ulimit -n %d; above the hard limit of %d as root, or in /etc/security/limits.conf)",
		sessions, need, soft, hint, need, hard)
}

// UnderWay is how many devices are visited at once: those that do not answer
// take no session, so more than there are sessions, as far as files go.
func UnderWay(sessions, per int) int {
	n := 4 * sessions
	for n > sessions && EnoughFiles(n, per) != nil {
		n -= sessions
	}
	return n
}

// ScanMemory and FilesMemory are how much a scan aims to stay under (collector.md section
// 5; a scan of 10,000 devices needs less), and an audit of files.
const (
	ScanMemory  = 512 << 20
	FilesMemory = 220 << 20
)

// SettleMemory tells the collector of garbage where to stay under: GOMEMLIMIT,
// else most, or nine tenths of what the control group allows. gcPercent holds
// unless GOGC says otherwise.
func SettleMemory(gcPercent int, most int64) int64 {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if os.Getenv("GOMEMLIMIT") != "" {
		return debug.SetMemoryLimit(-1)
	}
	limit := most
	if group := groupMemory(os.ReadFile); group > 0 {
		limit = min(limit, group/10*9)
	}
	debug.SetMemoryLimit(limit)
	return limit
}

// groupMemory is what the control group of this process may use; 0 = no limit
// is known. A group above may allow less: the nearest limit counts.
func groupMemory(read func(string) ([]byte, error)) int64 {
	const root = "/sys/fs/cgroup"
	own, err := read("/proc/self/cgroup")
	if err != nil {
		return 0
	}
	files := []string{filepath.Join(root, "memory", "memory.limit_in_bytes")}
	for line := range strings.Lines(string(own)) {
		if path, ok := strings.CutPrefix(strings.TrimSpace(line), "0::"); ok {
			for ; path != "/" && path != "." && path != ""; path = filepath.Dir(path) {
				files = append(files, filepath.Join(root, path, "memory.max"))
			}
			files = append(files, filepath.Join(root, "memory.max")) // what a container sees as its root
		}
	}
	least := int64(0)
	for _, f := range files {
		raw, err := read(f)
		if err != nil {
			continue
		}
		n, err := strconv.ParseInt(string(bytes.TrimSpace(raw)), 10, 64)
		if err == nil && n > 0 && (least == 0 || n < least) {
			least = n // "max" is no number
		}
	}
	return least
}
