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

// Open finds the devices in the files below paths; "-" is in. One file may hold
// several devices, and one device may lie in several files: its name is the one
// its captures give, else the file's. Where two devices give the same name, the
// file's name is added.
func Open(paths []string, in io.Reader) (*Files, error) {
	files, passed, err := list(paths)
	if err != nil {
		return nil, err
	}
	c := &Files{Passed: passed, byName: map[string]*source{}, byKey: map[string][]*source{}, names: map[string]int{}}
	for _, f := range files {
		for _, b := range slurp(f.path, in) {
			c.take(f, b)
		}
	}
	if len(c.Devices) == 0 {
		return nil, fmt.Errorf("no captures in it%s", whyNone(c.Passed))
	}
	return c, nil
}

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
func (c *Files) take(f found, b blob) {
	all, err := read(b)
	if err != nil {
		if why := passOver(b.name, b.data); !f.named && why != "" {
			c.Passed = append(c.Passed, collect.Passed{File: b.name, Why: why, Known: why == routers})
			return
		}
		c.meet(bareName(b.name), b.name, &source{err: err})
		return
	}
	for _, t := range all {
		c.add(f, b.name, t, len(all) > 1 || f.path == "-" || b.name != f.path)
	}
}

// add notes a capture: of a device that was met before, or of a new one.
func (c *Files) add(f found, name string, t *transcript.Transcript, hold bool) {
	key, id := keyOf(t), identity(t)
	var s *source
	for _, have := range c.byKey[key] {
		if key != "" && !contradict(have.identity, id) {
			s = have
			break
		}
	}
	if s == nil {
		s = &source{key: key, identity: id}
		if key != "" {
			c.byKey[key] = append(c.byKey[key], s)
		}
		if device := t.Device; device != "" {
			c.meet(device, name, s)
		} else {
			c.meet(bareName(name), name, s)
		}
	}
	for k := range id {
		if s.identity[k] == "" {
			s.identity[k] = id[k]
		}
	}
	if hold {
		s.held = append(s.held, capture{name, t})
		return
	}
	s.files = append(s.files, f.path)
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

// slurp reads a file, unpacked.
func slurp(file string, in io.Reader) []blob {
	b := blob{name: file}
	if file == "-" {
		b.data, b.err = readAll(in)
		return unpack(b, 3)
	}
	f, err := os.Open(file)
	if err != nil {
		return []blob{{name: file, err: err}}
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.ModTime().After(time.Unix(86400*365*20, 0)) {
		b.at = info.ModTime() // an older one was never set
	}
	b.data, b.err = readAll(f)
	return unpack(b, 3)
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
		for _, b := range slurp(file, nil) {
			all, bad := read(b)
			for _, t := range all {
				parts = append(parts[:len(parts):len(parts)], capture{b.name, t})
			}
			err = errors.Join(err, bad)
		}
	}
	if err != nil || len(parts) == 0 {
		return &transcript.Transcript{Device: job.Device.Name, Source: "log"}, &collect.Error{
			Cause: CauseCapture, Device: job.Device.Name, Msg: fmt.Sprint(err), Err: err,
		}
	}
	return join(parts), nil
}
