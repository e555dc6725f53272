package host

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/inventory"
)

func TestOpenFilesAreRaisedOrSaid(t *testing.T) {
	for _, tt := range []struct {
		soft, hard uint64
		sessions   int
		can        bool
		want       string // "" = no error
	}{
		{1024, 4096, 64, true, ""},
		{100, 4096, 64, true, ""},
		{100, 100, 64, true, "64 sessions need up to 192 open files, and this process may have 100: scan with --workers 18, or raise the limit (ulimit -n 192; above the hard limit of 100"},
		{50, 4096, 64, false, "may have 50: raise the limit (ulimit -n 192"},
	} {
		raised := false
		set := func(uint64, uint64) error {
			if !tt.can {
				return errors.New("no")
			}
			raised = true
			return nil
		}
		err := enoughFiles(tt.sessions, FilesPerSession, func() (uint64, uint64, error) { return tt.soft, tt.hard, nil }, set)
		switch {
		case tt.want == "" && err != nil, tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%+v: %v", tt, err)
		case tt.soft >= 192 && raised:
			t.Errorf("%+v: raised without need", tt)
		}
	}
}

func TestASessionThroughAProgramTakesMoreFiles(t *testing.T) {
	for _, tt := range []struct {
		dev  inventory.Device
		want int
	}{
		{inventory.Device{Transport: inventory.Telnet}, FilesPerSession},
		{inventory.Device{Jump: []string{"j"}}, FilesPerSession},
		{inventory.Device{Transport: inventory.OpenSSH}, filesPerProgram},
		{inventory.Device{ProxyCommand: "nc %h %p"}, filesPerProgram},
	} {
		if got := PerSession([]inventory.Device{{}, tt.dev}); got != tt.want {
			t.Errorf("%+v: %d, want %d", tt.dev, got, tt.want)
		}
	}
}

func TestTheLeastMemoryLimitOfTheGroupsCounts(t *testing.T) {
	files := map[string]string{
		"/proc/self/cgroup": "0::/user.slice/run-1.scope\n",
		"/sys/fs/cgroup/user.slice/run-1.scope/memory.max": "max\n",
		"/sys/fs/cgroup/user.slice/memory.max":             "268435456\n",
		"/sys/fs/cgroup/memory.max":                        "1073741824\n",
	}
	read := func(name string) ([]byte, error) {
		if s, ok := files[name]; ok {
			return []byte(s), nil
		}
		return nil, os.ErrNotExist
	}
	if got := groupMemory(read); got != 256<<20 {
		t.Errorf("got %d", got)
	}
	delete(files, "/sys/fs/cgroup/user.slice/memory.max")
	delete(files, "/sys/fs/cgroup/memory.max")
	if got := groupMemory(read); got != 0 {
		t.Errorf("no limit gives %d", got)
	}
}
