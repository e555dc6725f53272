// Package replay is the collector that visits captured files instead of devices.
//
// What goes in: paths of transcripts, terminal logs, show-tech files or folders
// of these. What comes out: a device per capture, and for each what a visit
// would have brought: the road behind it is that of a live scan. It must not
// import vendors, scan or above.
package replay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// maxFile is the largest file that is read as a capture: 16 sessions' worth.
const maxFile = 256 << 20

// notCaptures are endings of files that stand beside captures in a folder and
// are none. A file that is named by itself is always read.
var notCaptures = []string{".json", ".jsonl", ".yaml", ".yml", ".md", ".html", ".csv", ".go", ".py", ".sh", ".xlsx", ".pdf", ".png", ".db", ".toml", ".ics", ".sarif"}

// List names the captures below paths: files that are named, and in folders
// every file that does not look like something else. "-" is standard input.
func List(paths []string) ([]string, error) {
	var out []string
	var errs []error
	for _, p := range paths {
		if p == "-" {
			out = append(out, p)
			continue
		}
		info, err := os.Stat(p)
		switch {
		case err != nil:
			errs = append(errs, err)
		case !info.IsDir():
			out = append(out, p)
		default:
			found, err := walk(p)
			errs = append(errs, err)
			out = append(out, found...)
		}
	}
	return out, errors.Join(errs...)
}

func walk(root string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		hidden := strings.HasPrefix(e.Name(), ".") && path != root
		switch {
		case err != nil:
			return err
		case e.IsDir() && hidden:
			return filepath.SkipDir
		case !e.Type().IsRegular() || hidden || slices.Contains(notCaptures, strings.ToLower(filepath.Ext(path))):
			return nil
		}
		out = append(out, path)
		return nil
	})
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("%s: no captures in it (files ending in %s are passed over)", root, strings.Join(notCaptures, " "))
	}
	return out, err
}

// Devices makes one device per file. Its name is the one the capture gives,
// else the file's; where two captures give the same name, the file's name is
// added.
func Devices(files []string, in io.Reader) ([]inventory.Device, *Files) {
	c := &Files{read: map[string]readFile{}}
	seen := map[string]int{}
	devices := make([]inventory.Device, 0, len(files))
	for _, f := range files {
		r := load(f, in)
		name := strings.TrimSuffix(filepath.Base(f), filepath.Ext(f))
		if r.t != nil && r.t.Device != "" {
			name = r.t.Device
		}
		if seen[name]++; seen[name] > 1 {
			name = fmt.Sprintf("%s (%s)", name, filepath.Base(f))
			if seen[name]++; seen[name] > 1 {
				name = fmt.Sprintf("%s (%s)", name, f)
			}
		}
		if f != "-" {
			r.t = nil // read again when its turn comes: a thousand captures need not be held
		}
		c.read[name] = r
		devices = append(devices, inventory.Device{Name: name, Host: f})
	}
	return devices, c
}

type readFile struct {
	file string
	t    *transcript.Transcript
	err  error
}

func load(file string, in io.Reader) readFile {
	raw, err := slurp(file, in)
	if err != nil {
		return readFile{file: file, err: err}
	}
	t, err := transcript.Read(raw)
	var format *transcript.FormatError
	if errors.As(err, &format) {
		err = fmt.Errorf("%s:%d: %s", file, format.Line, format.Msg)
	} else if err != nil {
		err = fmt.Errorf("%s: %w", file, err)
	}
	return readFile{file, t, err}
}

// slurp reads a whole file ("-" = in), up to maxFile.
func slurp(file string, in io.Reader) ([]byte, error) {
	r := in
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		r = f
	}
	raw, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err == nil && len(raw) > maxFile {
		err = fmt.Errorf("%s: larger than %d MiB: not a capture", file, maxFile>>20)
	}
	return raw, err
}

// Files is the collector of captures on disk: each device's answers are
// what its file holds, whatever is asked.
type Files struct{ read map[string]readFile }

// CauseCapture is why a file gave nothing.
const CauseCapture collect.Cause = "capture"

// Collect gives the transcript that was read for the device.
func (c *Files) Collect(_ context.Context, job collect.Job) (*transcript.Transcript, error) {
	r := c.read[job.Device.Name]
	if r.t == nil && r.err == nil {
		r = load(r.file, nil)
	}
	if r.err != nil || r.t == nil {
		return &transcript.Transcript{Device: job.Device.Name, Source: "log"}, &collect.Error{
			Cause: CauseCapture, Device: job.Device.Name, Msg: fmt.Sprint(r.err),
			Err: r.err,
		}
	}
	return r.t, nil
}
