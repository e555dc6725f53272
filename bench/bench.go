package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// How much is measured.
const (
	mostDevices  = 10000
	usualDevices = 1000
	fewDevices   = 200
	manySessions = 500

	labCore, clientCore = 0, 1

	quickScan = 100 // devices of a whole scan
	fullScan  = 1000
)

// bench is one run of the benchmark.
type bench struct {
	dir   string // for everything that is written meanwhile
	me    string // this program
	quick bool
	prof  string
	only  string
	ref   string // the commit that headroom is measured against, "" = none
	lab   *exec.Cmd
	r     results
}

// runBench measures everything and writes the page.
func runBench(args []string) error {
	b := bench{}
	set := flag.NewFlagSet("benchcollect", flag.ContinueOnError)
	set.BoolVar(&b.quick, "quick", false, "few devices, within a minute; the page goes to standard output only")
	set.StringVar(&b.prof, "profile", "", "write profiles of the CPU into this folder")
	set.StringVar(&b.only, "only", "", "headroom = without the other programs; scan = a whole scan only")
	set.StringVar(&b.ref, "before", "HEAD~1", "the commit that headroom is measured against; empty = none")
	page := set.String("o", "../docs/performance.md", "where the page goes")
	if err := set.Parse(args); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	where := describe()
	where.quick = b.quick
	if err := b.prepare(ctx); err != nil {
		return err
	}
	defer os.RemoveAll(b.dir) //nolint:errcheck // a folder in /tmp
	if err := b.everything(ctx); err != nil {
		return err
	}
	where.after()
	text := pageOf(&b.r, where)
	if b.quick {
		_, err := os.Stdout.WriteString(text)
		return err
	}
	return os.WriteFile(*page, []byte(text), 0o644)
}

// prepare builds what is run and unpacks the scripts.
func (b *bench) prepare(ctx context.Context) error {
	if err := adopt(); err != nil {
		return err
	}
	var err error
	if b.me, err = os.Executable(); err != nil {
		return err
	}
	if b.dir, err = os.MkdirTemp("", "benchcollect-"); err != nil {
		return err
	}
	say("building")
	for name, from := range map[string][2]string{"headroom": {"..", "./cmd/headroom"}, "scrapligo": {".", "./scrapligo"}, "bare": {".", "./bare"}, "stations": {".", "./stations"}} {
		out, err := exec.CommandContext(ctx, "go", "build", "-C", from[0], "-o", filepath.Join(b.dir, "bin", name), from[1]).CombinedOutput()
		if err != nil {
			return fmt.Errorf("build %s: %w: %s", name, err, out)
		}
	}
	return errors.Join(unpack(b.dir), os.WriteFile(b.file("none"), nil, 0o600))
}

func (b *bench) file(kind string) string { return filepath.Join(b.dir, kind+".tsv") }

// everything measures in order: headroom, the others, a whole scan.
func (b *bench) everything(ctx context.Context) error {
	n, scan := mostDevices, fullScan
	if b.quick {
		n, scan = fewDevices, quickScan
	}
	if b.only == "scan" {
		return b.fleetScan(ctx, scan)
	}
	if err := b.start(ctx, "-small", strconv.Itoa(n), "-large", strconv.Itoa(manySessions), "-waiting", strconv.Itoa(manySessions), "-own", "50"); err != nil {
		return err
	}
	err := b.headroom(ctx)
	if err == nil && b.only == "" {
		err = b.others(ctx)
	}
	b.stop()
	if err != nil {
		return err
	}
	return b.fleetScan(ctx, scan)
}

// fleetScan measures a whole scan of the demo fleet.
func (b *bench) fleetScan(ctx context.Context, n int) error {
	if err := b.start(ctx, "-fleet", strconv.Itoa(n)); err != nil {
		return err
	}
	defer b.stop()
	return b.whole(ctx, n)
}

// start starts the lab on its core and waits until all devices listen.
func (b *bench) start(ctx context.Context, args ...string) error {
	ready := filepath.Join(b.dir, "ready")
	_ = os.Remove(ready)
	b.lab = pinned(labCore, b.me, append([]string{"lab", "-dir", b.dir}, args...)...)
	b.lab.Stderr = os.Stderr
	if err := b.lab.Start(); err != nil {
		return fmt.Errorf("start the lab: %w", err)
	}
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline) && ctx.Err() == nil; time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(ready); err == nil {
			return nil
		}
		if b.lab.Process.Signal(syscall.Signal(0)) != nil {
			break
		}
	}
	b.stop()
	return errors.Join(ctx.Err(), errors.New("the lab does not listen: 11,000 devices take as many descriptors, see ulimit -n"))
}

func (b *bench) stop() {
	_ = b.lab.Process.Signal(syscall.SIGTERM)
	_ = b.lab.Wait()
}

// client runs headroom's collector over the first n devices of a list.
func (b *bench) client(ctx context.Context, kind string, n, sessions int, more ...string) (row, said, error) {
	list := b.file("none")
	if n > 0 {
		list = b.file(fmt.Sprintf("%s-%d", kind, n))
		if err := head(b.file(kind), list, n); err != nil {
			return row{}, said{}, err
		}
	}
	args := append([]string{"client", "-list", list, "-sessions", strconv.Itoa(sessions)}, more...)
	if b.prof != "" && n > 0 {
		args = append(args, "-profile", filepath.Join(b.prof, filepath.Base(list)+".prof"))
	}
	return b.run(ctx, "headroom", n, sessions, pinned(clientCore, b.me, args...))
}

// run measures one program that reads n devices.
func (b *bench) run(ctx context.Context, name string, n, sessions int, cmd *exec.Cmd) (row, said, error) {
	u, err := measure(ctx, cmd, b.lab.Process.Pid)
	if err != nil {
		return row{}, said{}, err
	}
	s, err := heard(u.out)
	r := row{name: name, devices: n, sessions: sessions, ok: s.OK, cpu: u.cpu, wall: u.wall, rssMB: float64(u.rss) / (1 << 20), lone: s.P50, why: s.Error}
	if err == nil && s.OK < n {
		say("%s: %d of %d devices were read: %s", name, s.OK, n, s.Error)
	}
	return r, s, err
}

// headroom measures the collector.
func (b *bench) headroom(ctx context.Context) error {
	say("headroom: start, one device at a time, then many")
	start, _, err := b.client(ctx, "small", 0, 1)
	if err != nil {
		return err
	}
	lone, _, err := b.client(ctx, "small", 5, 1)
	if err != nil {
		return err
	}
	counts := []int{fewDevices, usualDevices, mostDevices}
	if b.quick {
		counts = counts[:1]
	}
	for _, n := range counts {
		r, err := b.often(ctx, "small", n)
		if err != nil {
			return err
		}
		r.kb, r.starting, r.lone = 36, start.cpu, lone.lone
		b.r.visits = append(b.r.visits, r)
		say("headroom: %d devices, %.2f ms CPU each, %.1f s", n, r.cpuMS(), r.wallS())
	}
	n := manySessions
	if b.quick {
		n = fewDevices
	}
	if b.r.large, err = b.often(ctx, "large", n, "-large"); err != nil {
		return err
	}
	b.r.large.kb, b.r.large.starting, b.r.large.lone = 280, start.cpu, math.NaN()
	say("headroom: 280 KB, %.2f ms CPU each", b.r.large.cpuMS())
	return b.waiting(ctx)
}

// often measures three times and takes the middle; the longest once.
func (b *bench) often(ctx context.Context, kind string, n int, more ...string) (row, error) {
	times := 3
	if n == mostDevices {
		times = 1
	}
	rows := make([]row, 0, times)
	for range times {
		r, _, err := b.client(ctx, kind, n, manySessions, more...)
		if err != nil {
			return r, err
		}
		rows = append(rows, r)
	}
	return middle(rows), nil
}

// waiting measures sessions that wait for an answer.
func (b *bench) waiting(ctx context.Context) error {
	hold := 10 * time.Second
	if b.quick {
		hold = 3 * time.Second
	}
	r, s, err := b.client(ctx, "waiting", manySessions, manySessions, "-hold", hold.String())
	if err != nil {
		return err
	}
	b.r.hold = holding{sessions: r.ok, rssKB: s.RSSPerSession, waitingMS: s.WaitingCPU, closedMS: s.Closed, leaked: s.Leaked}
	if s.Leaked > 0 {
		b.r.hold.closedMS = math.Inf(1)
	}
	say("headroom: %.0f KB per session, %.4f ms CPU per second while it waits, closed in %.0f ms", s.RSSPerSession, s.WaitingCPU, s.Closed)
	return nil
}

// others measures the peers. One that is not there, or fails, is a row that
// says so.
func (b *bench) others(ctx context.Context) error {
	for _, p := range append([]peer{b.before(ctx)}, peers(b.dir)...) {
		b.r.peers = append(b.r.peers, b.other(ctx, p))
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// before builds the benchmark's own client of another commit.
func (b *bench) before(ctx context.Context) peer {
	tree, bin := filepath.Join(b.dir, "before"), filepath.Join(b.dir, "bin", "before")
	p := peer{name: beforeName, command: []string{bin, "client"}, version: []string{"git", "rev-parse", "--short", b.ref}, own: true, list: "small", devices: usualDevices, quick: 200, sessions: manySessions, runs: 3}
	git := func(args ...string) error { return exec.CommandContext(ctx, "git", args...).Run() }
	if b.ref == "" || git("worktree", "add", "--detach", tree, b.ref) != nil {
		p.version = []string{"false"}
		return p
	}
	defer func() { _ = git("worktree", "remove", "--force", tree) }()
	if exec.CommandContext(ctx, "go", "build", "-C", filepath.Join(tree, "bench"), "-o", bin, ".").Run() != nil {
		p.version = []string{"false"}
	}
	return p
}

// patience is how long the runs of a peer may take.
const patience = 4 * time.Minute

// other measures a peer and headroom in turn, so that what else the machine does
// weighs on both.
func (b *bench) other(ctx context.Context, p peer) beside {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	none := func(why string) beside {
		return beside{peer: unmeasured(p.name, why), own: unmeasured("headroom", "not run")}
	}
	version := p.installed()
	if version == "" {
		return none("not installed (Debian package " + p.debian + ")")
	}
	n := p.devices
	if b.quick {
		n = p.quick
	}
	list := b.file(fmt.Sprintf("%s-%d", p.list, n))
	if err := head(b.file(p.list), list, n); err != nil {
		return none(err.Error())
	}
	theirs := func(n int, list string) (row, error) {
		r, _, err := b.run(ctx, p.name, n, p.sessions, pinned(clientCore, p.command[0], p.args(list)...))
		return r, err
	}
	start, err := theirs(0, b.file("none"))
	if err != nil {
		return none(err.Error())
	}
	ownStart, _, err := b.client(ctx, p.list, 0, 1)
	if err != nil {
		return none(err.Error())
	}
	var peer, own []row
	more := []string{}
	if p.big {
		more = []string{"-large"}
	}
	for range p.runs {
		o, _, err := b.client(ctx, p.list, n, p.sessions, more...)
		if err != nil {
			return none(err.Error())
		}
		r, err := theirs(n, list)
		if err != nil {
			return none(err.Error())
		}
		own, peer = append(own, o), append(peer, r)
	}
	both := beside{peer: middle(peer), own: middle(own)}
	both.peer.version, both.peer.starting, both.own.starting = version, start.cpu, ownStart.cpu
	say("%s %s: %d devices, %.1f ms CPU each, %.1f s; headroom %.2f ms", p.name, version, n, both.peer.cpuMS(), both.peer.wallS(), both.own.cpuMS())
	return both
}

// say tells the person who waits.
func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
