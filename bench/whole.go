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
	return b.stations(ctx, records, n)
}

// stations takes the cost of a scan apart: parsing and judging are measured by a
// program of their own, keeping and reporting by what an audit takes more with them,
// and collecting is the rest of the scan.
func (b *bench) stations(ctx context.Context, records string, n int) error {
	u, err := measure(ctx, pinned(clientCore, filepath.Join(b.dir, "bin", "stations"), records), b.lab.Process.Pid)
	if err != nil {
		return err
	}
	var said struct {
		Parse float64 `json:"parse_ms"`
		Judge float64 `json:"judge_ms"`
	}
	if err := json.Unmarshal(u.out, &said); err != nil {
		return fmt.Errorf("read what the stations cost: %w", err)
	}
	cost := func(cmd *exec.Cmd) (float64, error) {
		u, err := measure(ctx, cmd, b.lab.Process.Pid)
		if exit := new(exec.ExitError); errors.As(err, &exit) && exit.Exited() {
			err = nil // a check that found something
		}
		return ms(u.cpu), err
	}
	start, err := cost(pinned(clientCore, filepath.Join(b.dir, "bin", "headroom"), "version"))
	if err != nil {
		return err
	}
	kept, err := cost(b.run1("audit", records, "--nagios", "--store", filepath.Join(b.dir, "stations.db")))
	if err != nil {
		return err
	}
	short, err := cost(b.run1("audit", records, "--nagios", "--no-store"))
	if err != nil {
		return err
	}
	s := &b.r.scan
	s.parse, s.judge = said.Parse/float64(n), said.Judge/float64(n)
	s.keep = max(0, kept-short) / float64(n)
	s.report = max(0, ms(s.files.cpu)-short) / float64(n)
	s.collect = (ms(s.cpu)-start)/float64(n) - s.parse - s.judge - s.keep - s.report
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
