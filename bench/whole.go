package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"github.com/headroom-audit/headroom/transcript"
)

// whole measures a whole scan: n routers of the demo fleet are asked what they
// need to be asked, read, judged, kept and reported. A second scan records what
// they said, for the size of it; then the same is judged from the files, for
// the share that is not reading routers.
func (b *bench) whole(ctx context.Context, n int) error {
	cmd := b.scan("-o", "json", "--store", filepath.Join(b.dir, "scan.db"))
	u, err := measure(ctx, cmd, b.lab.Process.Pid)
	if err != nil {
		return err
	}
	r := row{name: "headroom scan", devices: n, sessions: manySessions, cpu: u.cpu, wall: u.wall, rssMB: float64(u.rss) / (1 << 20)}
	if r.ok, err = judged(u.out); err != nil {
		return err
	}
	records := filepath.Join(b.dir, "records")
	if _, err := measure(ctx, b.scan("-o", "json", "--no-store", "--record", records), b.lab.Process.Pid); err != nil {
		return err
	}
	b.r.scan.row = r
	if err := b.r.scan.size(records); err != nil {
		return err
	}
	files := b.run1("audit", records, "-o", "json", "--no-store")
	if u, err = measure(ctx, files, b.lab.Process.Pid); err != nil {
		return err
	}
	b.r.scan.files = row{name: "headroom audit", devices: n, cpu: u.cpu, wall: u.wall, rssMB: float64(u.rss) / (1 << 20)}
	if b.r.scan.files.ok, err = judged(u.out); err != nil {
		return err
	}
	say("headroom scan: %d devices, %.2f ms CPU each; from files %.2f ms", n, r.cpuMS(), b.r.scan.files.cpuMS())
	return nil
}

// scan is `headroom scan` of the fleet.
func (b *bench) scan(args ...string) *exec.Cmd {
	return b.run1(append([]string{"scan", "-i", filepath.Join(b.dir, "inventory.yaml"), "--no-retry", "--workers", strconv.Itoa(manySessions)}, args...)...)
}

// run1 is headroom on the core of the clients. Findings are no failure here.
func (b *bench) run1(args ...string) *exec.Cmd {
	cmd := pinned(clientCore, filepath.Join(b.dir, "bin", "headroom"), append(args, "-q", "--fail-on", "never", "--allow-unread", "100%")...)
	cmd.Env = append(cmd.Env, "XDG_STATE_HOME="+b.dir, "XDG_CONFIG_HOME="+b.dir, "HOME="+b.dir)
	return cmd
}

// judged counts the devices of a report that were read.
func judged(report []byte) (int, error) {
	var doc struct {
		Summary struct {
			Devices int            `json:"devices"`
			States  map[string]int `json:"states"`
		} `json:"summary"`
	}
	if err := json.Unmarshal(report, &doc); err != nil {
		return 0, fmt.Errorf("read the report of the scan: %w", err)
	}
	return doc.Summary.Devices - doc.Summary.States["FAIL"], nil
}

// size counts commands and bytes of the recorded transcripts.
func (s *scanned) size(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		return errors.Join(err, errors.New("the scan recorded nothing"))
	}
	commands, size := 0, 0
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		t, err := transcript.Read(raw)
		if err != nil {
			return fmt.Errorf("read %s: %w", f, err)
		}
		for i := range t.Records {
			if t.Records[i].Kind == transcript.Command {
				commands++
				size += len(t.Records[i].Raw)
			}
		}
	}
	s.commands = float64(commands) / float64(len(files))
	s.kb = float64(size) / 1024 / float64(len(files))
	return nil
}
