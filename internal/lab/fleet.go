package lab

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/transcript"
)

// FromDir makes a device of each *.log, *.txt and *.transcript in the folders
// of fsys. Its name is the host name in the prompt, or that of the file where
// another file has it already. detect tells the OS from what was read; nil or
// "" = by the shape of the prompt. A file that cannot be read as either is an
// error that names it, beside the devices of the others.
func FromDir(fsys fs.FS, detect func(*transcript.Transcript) string) ([]Device, error) {
	var out []Device
	var bad []error
	taken := map[string]bool{}
	err := fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() || !isCapture(name):
			return nil
		}
		d, err := fromFile(fsys, name, detect)
		if err != nil {
			bad = append(bad, fmt.Errorf("%s: %w", name, err))
			return nil
		}
		if d.Name == "" || taken[d.Name] {
			d.Name = free(taken, strings.TrimSuffix(path.Base(name), path.Ext(name)))
		}
		taken[d.Name] = true
		out = append(out, d)
		return nil
	})
	if err != nil {
		return out, fmt.Errorf("lab: %w", err)
	}
	return out, errors.Join(bad...)
}

func isCapture(name string) bool {
	switch path.Ext(name) {
	case ".log", ".txt", transcript.Extension:
		return true
	}
	return false
}

func fromFile(fsys fs.FS, name string, detect func(*transcript.Transcript) string) (Device, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return Device{}, err
	}
	t, err := transcript.Read(data)
	if err != nil {
		return Device{}, err
	}
	d := Device{Name: t.Device, OS: t.OS, Transcript: t}
	if d.OS == "" && detect != nil {
		d.OS = detect(t)
	}
	if d.OS == "" {
		_, d.OS = promptOf(t)
	}
	return d, nil
}

// free gives name, or the first of name-2, name-3 … that is not taken.
func free(taken map[string]bool, name string) string {
	got := name
	for i := 2; taken[got]; i++ {
		got = name + "-" + strconv.Itoa(i)
	}
	return got
}

// Generate gives n devices by repeating base. The first round keeps its names,
// the later ones add a number: edge1, edge1-0002, edge1-0003; a pair is the one
// of the same round. Transcripts are shared, not copied.
func Generate(base []Device, n int) []Device {
	if len(base) == 0 || n <= 0 {
		return nil
	}
	out := make([]Device, 0, n)
	for i := range n {
		d := base[i%len(base)]
		if round := i/len(base) + 1; round > 1 {
			d.Name = numbered(d.Name, round)
			if d.Pair != "" {
				d.Pair = numbered(d.Pair, round)
			}
		}
		out = append(out, d)
	}
	return out
}

func numbered(name string, round int) string { return fmt.Sprintf("%s-%04d", name, round) }
