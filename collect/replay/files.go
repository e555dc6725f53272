// Package replay is the collector that visits captured files instead of devices.
//
// What goes in: paths of transcripts, terminal logs, show-tech files, packed ones
// or folders of these. What comes out: the devices in them, and for each what a
// visit would have brought: the road behind it is that of a live scan. It must
// not import vendors, scan or above.
package replay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"sync"
	"time"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// Files is the collector of captures on disk: each device's answers are what its
// files hold, whatever is asked.
type Files struct {
	Devices []inventory.Device
	Passed  []collect.Passed // every file that was not read, and why

	byName map[string]*source
	byKey  map[string][]*source
	names  map[string]int
}

// source is where a device was found.
type source struct {
	files    []string  // to be read again when its turn comes: a thousand captures need not be held
	held     []capture // what cannot be read again, or not cheaply
	key      string
	identity [3]string
	err      error
}

// Options say which files are read, and how.
type Options struct {
	Include []string        // patterns of files; none = all
	Exclude []string        // patterns of files and folders
	Workers int             // files read at once; 0 = 1
	Stop    <-chan struct{} // closed = read no more files; nil = never
}

// Check refuses patterns that mean nothing.
func (o Options) Check() error {
	for _, p := range slices.Concat(o.Include, o.Exclude) {
		if _, err := path.Match(p, ""); err != nil {
			return fmt.Errorf("%q is no pattern: %w", p, err)
		}
	}
	return nil
}

// Open finds the devices in the files below paths; "-" is in. One file may hold
// several devices, and one device may lie in several files: its name is the one
// its captures give, else the file's. Where two devices give the same name, the
// file's name is added.
func Open(paths []string, in io.Reader, o Options) (*Files, error) {
	files, passed, err := list(paths, o)
	if err != nil {
		return nil, err
	}
	c := &Files{Passed: passed, byName: map[string]*source{}, byKey: map[string][]*source{}, names: map[string]int{}}
	c.look(files, in, o)
	if len(c.Devices) == 0 && !closed(o.Stop) {
		return nil, fmt.Errorf("no captures in it%s", whyNone(c.Passed))
	}
	return c, nil
}

// look reads the files, many at once, and notes their devices in the order of the
// files. A text is let go of as soon as it is noted whose it is.
func (c *Files) look(files []found, in io.Reader, o Options) {
	type turn struct {
		f     found
		seen  []sight
		ready chan struct{}
	}
	workers := max(1, o.Workers)
	queue, order := make(chan *turn), make(chan *turn, workers)
	var reading sync.WaitGroup
	for range workers {
		reading.Go(func() {
			for t := range queue {
				t.seen = see(t.f, in)
				close(t.ready)
			}
		})
	}
	go func() {
		defer close(order)
		defer close(queue)
		for _, f := range files {
			t := &turn{f: f, ready: make(chan struct{})}
			if closed(o.Stop) {
				t.seen = []sight{{b: blob{name: f.path}, stopped: true}}
				close(t.ready)
				order <- t
				continue
			}
			order <- t
			queue <- t
		}
	}()
	for t := range order {
		<-t.ready
		for _, s := range t.seen {
			c.take(t.f, s)
		}
	}
	reading.Wait()
}

func closed(stop <-chan struct{}) bool {
	select {
	case <-stop:
		return true
	default:
		return false
	}
}

// sight is what was seen in a file, or in one member of an archive.
type sight struct {
	b       blob // without its text where that is not needed any more
	all     []*transcript.Transcript
	err     error
	skip    *collect.Passed // it holds nothing of a device
	keys    []mark
	stopped bool
}

// mark is what tells the device of a capture.
type mark struct {
	device string
	key    string
	id     [3]string
}

// see reads one file and finds out whose it is.
func see(f found, in io.Reader) []sight {
	var out []sight
	slurp(f.path, in, func(b blob) {
		s := sight{b: b}
		if s.all, s.err = read(b); s.err != nil {
			if why := passOver(b.name, b.data); !f.named && why != "" {
				s.skip = &collect.Passed{File: b.name, Why: why, Known: why == routers}
			}
		}
		for _, t := range s.all {
			s.keys = append(s.keys, mark{t.Device, keyOf(t), identity(t)})
		}
		s.b.data = nil
		if !held(f, &s) {
			s.all = nil
		}
		out = append(out, s)
	})
	return out
}

// held reports whether the captures of a file must be kept: it cannot be read again,
// or not cheaply.
func held(f found, s *sight) bool { return len(s.keys) > 1 || f.path == "-" || s.b.name != f.path }

func whyNone(passed []collect.Passed) string {
	if len(passed) == 0 {
		return ": nothing is there"
	}
	more := ""
	if n := len(passed) - 1; n > 0 {
		more = fmt.Sprintf(", and %d more", n)
	}
	return fmt.Sprintf(": %s: %s%s", passed[0].File, passed[0].Why, more)
}

// take notes the devices of one file, or of one member of an archive.
func (c *Files) take(f found, s sight) {
	switch {
	case s.stopped:
		c.Passed = append(c.Passed, collect.Passed{File: s.b.name, Why: collect.NotReached})
	case s.skip != nil:
		c.Passed = append(c.Passed, *s.skip)
	case s.err != nil:
		c.meet(bareName(s.b.name), s.b.name, &source{err: s.err})
	}
	for i, m := range s.keys {
		src := c.sourceOf(m, s.b.name)
		if s.all == nil {
			src.files = append(src.files, f.path)
		} else {
			src.held = append(src.held, capture{s.b.name, s.all[i]})
		}
	}
}

// sourceOf gives the source of a capture: of a device that was met before, or of a new
// one.
func (c *Files) sourceOf(m mark, name string) *source {
	var s *source
	for _, have := range c.byKey[m.key] {
		if m.key != "" && !contradict(have.identity, m.id) {
			s = have
			break
		}
	}
	if s == nil {
		s = &source{key: m.key, identity: m.id}
		if m.key != "" {
			c.byKey[m.key] = append(c.byKey[m.key], s)
		}
		if m.device != "" {
			c.meet(m.device, name, s)
		} else {
			c.meet(bareName(name), name, s)
		}
	}
	for k := range m.id {
		if s.identity[k] == "" {
			s.identity[k] = m.id[k]
		}
	}
	return s
}

// meet makes the device of a source.
func (c *Files) meet(name, file string, s *source) {
	if c.names[name]++; c.names[name] > 1 {
		name = fmt.Sprintf("%s (%s)", name, file[max(0, lastSlash(file)):])
		if c.names[name]++; c.names[name] > 1 {
			name = fmt.Sprintf("%s (%s)", name, file)
			for c.names[name]++; c.names[name] > 1; c.names[name]++ {
				name += "'"
			}
		}
	}
	c.byName[name] = s
	c.Devices = append(c.Devices, inventory.Device{Name: name, Host: file})
}

func lastSlash(file string) int {
	for i := len(file) - 1; i >= 0; i-- {
		if file[i] == '/' || file[i] == '\\' {
			return i + 1
		}
	}
	return 0
}

// slurp reads a file, unpacked, and gives each what is in it in turn.
func slurp(file string, in io.Reader, each func(blob)) {
	b := blob{name: file}
	left := int64(maxUnpacked)
	if file == "-" {
		b.data, b.err = readAll(in)
		unpack(b, maxDepth, &left, each)
		return
	}
	f, err := os.Open(file)
	if err != nil {
		each(blob{name: file, err: errors.New(reason(err))})
		return
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.ModTime().After(time.Unix(86400*365*20, 0)) {
		b.at = info.ModTime() // an older one was never set
	}
	b.data, b.err = readAll(f)
	unpack(b, maxDepth, &left, each)
}

// read gives the devices of a file.
func read(b blob) ([]*transcript.Transcript, error) {
	if b.err != nil {
		return nil, fmt.Errorf("%s: %w", b.name, b.err)
	}
	all, err := transcript.ReadAll(b.data)
	var format *transcript.FormatError
	var log *transcript.NotALogError
	switch {
	case errors.As(err, &log) && log.Line > 0:
		return nil, fmt.Errorf("%s:%d:%d: %s", b.name, log.Line, log.Col, log.Msg)
	case errors.As(err, &format):
		return nil, fmt.Errorf("%s:%d: %s", b.name, format.Line, format.Msg)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", b.name, err)
	}
	for _, t := range all {
		t.Date(b.at)
	}
	return all, nil
}

// CauseCapture is why a file gave nothing.
const CauseCapture collect.Cause = "capture"

// Collect gives what the files hold of the device.
func (c *Files) Collect(_ context.Context, job collect.Job) (*transcript.Transcript, error) {
	s := c.byName[job.Device.Name]
	if s == nil {
		s = &source{err: errors.New("no file holds it")}
	}
	parts, err := s.held, s.err
	for _, file := range s.files {
		slurp(file, nil, func(b blob) {
			all, bad := read(b)
			for _, t := range all {
				parts = append(parts[:len(parts):len(parts)], capture{b.name, t})
			}
			err = errors.Join(err, bad)
		})
	}
	if err != nil || len(parts) == 0 {
		return &transcript.Transcript{Device: job.Device.Name, Source: "log"}, &collect.Error{
			Cause: CauseCapture, Device: job.Device.Name, Msg: fmt.Sprint(err), Err: err,
		}
	}
	return join(parts), nil
}
