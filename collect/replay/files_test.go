package replay

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// log is a synthetic terminal log.
func log(host string) string { return host + "#show version\nsomething\n" + host + "#\n" }

// names gives the devices of a folder and what was passed over, without its path.
func names(t *testing.T, dir string) (devices, passed []string, c *Files) {
	t.Helper()
	c, err := Open([]string{dir}, nil, Options{Workers: 3})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range c.Devices {
		devices = append(devices, d.Name)
	}
	for _, p := range c.Passed {
		passed = append(passed, strings.TrimPrefix(p.File, dir+"/")+": "+p.Why)
	}
	return devices, passed, c
}

func TestEveryFileIsAccountedFor(t *testing.T) {
	dir := write(t, map[string]string{
		"a.log": log("r1"), "sub/b.txt": log("r2"), "router": log("r3"), "dist.net.py": log("r4"), "core.isp.md": log("r5"), "empty.log": "",
		"a.json": "{}", "README.md": "x", ".hidden": "x", ".git/c.log": "x", "logo.png": "\x89PNG\x00\x00\x00\x00\x00\x00", "notes": "call them\n",
		"router.db": "# list\nr1;cisco;up\nr2:cisco:down\n", "core/routers.up": "r1;cisco\n",
	})
	devices, passed, _ := names(t, dir)
	if d := cmp.Diff([]string{"r1", "r5", "r4", "empty", "notes", "r3", "r2"}, devices); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{
		".git: a hidden folder", ".hidden: a hidden file", "README.md: no prompt with a command and no configuration in it",
		"a.json: no prompt with a command and no configuration in it", "core/routers.up: a list of routers of RANCID or Oxidized", "logo.png: a binary file",
		"router.db: a list of routers of RANCID or Oxidized",
	}, passed, cmpopts.SortSlices(strings.Compare)); d != "" {
		t.Error(d)
	}
	if _, err := Open([]string{filepath.Join(dir, "nothing")}, nil, Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("err = %v", err)
	}
	if _, err := Open([]string{write(t, map[string]string{"a.json": "{}"})}, nil, Options{}); err == nil || !strings.Contains(err.Error(), "no captures") {
		t.Errorf("err = %v", err)
	}
}

func TestCollect(t *testing.T) {
	dir := write(t, map[string]string{"1.log": log("edge1"), "3.txt": "no prompt in it\n", "4.log": "\x00\x01\x02\x00\x00\x00", "5.log": log("a") + log("b")})
	c, err := Open([]string{dir, "-"}, strings.NewReader(log("pasted")), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]collect.Cause{"edge1": "", "3": CauseCapture, "4": CauseCapture, "a": "", "b": "", "pasted": ""}
	for _, d := range c.Devices {
		cause, ok := want[d.Name]
		tr, err := c.Collect(context.Background(), collect.Job{Device: d})
		var e *collect.Error
		if tr == nil || cause == "" && err != nil || cause != "" && (!errors.As(err, &e) || e.Cause != cause) || !ok {
			t.Errorf("%s: %v, %v", d.Name, tr, err)
		}
		if cause == "" && len(tr.Records) != 1 {
			t.Errorf("%s: %d records", d.Name, len(tr.Records))
		}
	}
	if len(c.Devices) != len(want) {
		t.Errorf("devices %v", c.Devices)
	}
}

// The captures of one device are one story, in the order of their time.
func TestOneDeviceInSeveralFiles(t *testing.T) {
	dir := write(t, map[string]string{"1.log": log("edge1"), "2.log": "edge1#show clock\nx\nedge1#\n", "3.log": log("Edge1"), "4.log": log("Switch"), "5.log": log("Switch")})
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for i, name := range []string{"2.log", "3.log", "1.log"} {
		if err := os.Chtimes(filepath.Join(dir, name), at, at.Add(time.Duration(i)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	devices, _, c := names(t, dir)
	if d := cmp.Diff([]string{"edge1", "Switch", "Switch (5.log)"}, devices); d != "" {
		t.Fatal(d)
	}
	tr, err := c.Collect(context.Background(), collect.Job{Device: c.Devices[0]})
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for i := range tr.Records {
		files = append(files, filepath.Base(tr.Records[i].File))
	}
	if d := cmp.Diff([]string{"2.log", "3.log", "1.log"}, files); d != "" {
		t.Error(d)
	}
	if got := tr.Session[transcript.Unordered]; got != "" {
		t.Errorf("the order of %q is not known", got)
	}
	if err := os.Chtimes(filepath.Join(dir, "3.log"), at, at.Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	_, _, again := names(t, dir)
	if at1, err := again.Collect(context.Background(), collect.Job{Device: again.Devices[0]}); err != nil || at1.Session[transcript.Unordered] != filepath.Join(dir, "2.log")+"\n"+filepath.Join(dir, "3.log") {
		t.Errorf("written at once: the order of %q is not known, %v", at1.Session[transcript.Unordered], err)
	}
	if !tr.Recorded.Equal(at.Add(2*time.Hour)) || tr.Session["clock"] != transcript.ByFileTime || !tr.Records[0].Start.Equal(at) {
		t.Errorf("recorded %s by %s, the first answer %s", tr.Recorded, tr.Session["clock"], tr.Records[0].Start)
	}
}

// Two routers with one name and other hardware are two devices.
func TestOneNameOfTwoDevices(t *testing.T) {
	board := func(id string) string { return "sw1#show version\nProcessor board ID " + id + "\nsw1#\n" }
	devices, _, _ := names(t, write(t, map[string]string{"1.log": board("FDO1"), "2.log": board("FDO2"), "3.log": board("FDO1")}))
	if d := cmp.Diff([]string{"sw1", "sw1 (2.log)"}, devices); d != "" {
		t.Error(d)
	}
}

func TestPackedFiles(t *testing.T) {
	pack := func(make func(io.Writer) io.WriteCloser, data string) string {
		var b bytes.Buffer
		w := make(&b)
		_, err := io.WriteString(w, data)
		if err = errors.Join(err, w.Close()); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	gz := func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }
	zst := func(w io.Writer) io.WriteCloser {
		e, err := zstd.NewWriter(w)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	var tarred, zipped bytes.Buffer
	tw := tar.NewWriter(&tarred)
	for _, host := range []string{"t1", "t2"} {
		text := log(host)
		if err := tw.WriteHeader(&tar.Header{Name: "logs/" + host, Size: int64(len(text)), Mode: 0o600, ModTime: time.Unix(1772323200, 0)}); err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(tw, text)
	}
	_ = tw.Close()
	zw := zip.NewWriter(&zipped)
	w, _ := zw.Create("z1.log")
	_, _ = io.WriteString(w, log("z1"))
	_ = zw.Close()
	devices, _, c := names(t, write(t, map[string]string{
		"a.log": pack(gz, log("g1")), "b.zst": pack(zst, log("s1")), "c.tgz": pack(gz, tarred.String()), "d.zip": zipped.String(),
		"e.log.xz": "\xfd7zXZ\x00rest", "f.gz": pack(gz, log("g2"))[:20],
	}))
	if d := cmp.Diff([]string{"g1", "s1", "t1", "t2", "z1", "e", "f"}, devices); d != "" {
		t.Fatal(d)
	}
	for i, bad := range []string{"", "", "", "", "", "xz", "unpack it"} {
		tr, err := c.Collect(context.Background(), collect.Job{Device: c.Devices[i]})
		if bad == "" && (err != nil || len(tr.Records) != 1) || bad != "" && (err == nil || !strings.Contains(err.Error(), bad)) {
			t.Errorf("%s: %v", devices[i], err)
		}
	}
}

// What a folder may hold besides files: links that lead round, twice to one file or
// nowhere, pipes that nobody writes to, folders that may not be read. Each is named
// once, and nothing waits.
func TestFoldersThatMeanHarm(t *testing.T) {
	dir := write(t, map[string]string{"a/r1.log": log("r1"), "CVS/Entries": log("cvs"), "closed/r9.log": log("r9")})
	for link, to := range map[string]string{"a/round": "..", "twice": "a/r1.log", "nowhere": "absent", "b": "a"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	devices, passed, _ := names(t, dir)
	if d := cmp.Diff([]string{"r1", "r9"}, devices); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{
		"CVS: a hidden folder", "a/round: it is read already, by another way", "b: it is read already, by another way",
		"nowhere: a link that leads nowhere: no such file or directory", "pipe: a named pipe, no file", "twice: it is read already, by another way",
	}, passed, cmpopts.SortSlices(strings.Compare)); d != "" {
		t.Error(d)
	}
	if _, err := Open([]string{filepath.Join(dir, "pipe")}, nil, Options{}); err == nil || !strings.Contains(err.Error(), "named pipe") {
		t.Errorf("a pipe that is named: %v", err)
	}
	if os.Geteuid() == 0 {
		return // root may read everything
	}
	if err := os.Chmod(filepath.Join(dir, "closed"), 0); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(filepath.Join(dir, "closed"), 0o700)
	devices, passed, _ = names(t, dir)
	if len(devices) != 1 || !slices.Contains(passed, "closed: the folder cannot be read: permission denied") {
		t.Errorf("%v, %v", devices, passed)
	}
}

func TestIncludeAndExclude(t *testing.T) {
	dir := write(t, map[string]string{"configs/r1": log("r1"), "configs/r2.new": log("r2"), "logs/r3": log("r3"), "old/configs/r4": log("r4")})
	for want, o := range map[string]Options{
		"r1":       {Include: []string{"configs"}, Exclude: []string{"*.new", "old"}},
		"r1 r2":    {Include: []string{"configs/*"}, Exclude: []string{"old/*"}},
		"r3 r4":    {Exclude: []string{"configs/r*[1-2]*"}},
		"r1 r2 r4": {Exclude: []string{"logs"}},
	} {
		c, err := Open([]string{dir}, nil, o)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range c.Devices {
			got = append(got, d.Name)
		}
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			t.Errorf("%v: %v, want %s", o, got, want)
		}
		for _, p := range c.Passed {
			if !p.Known {
				t.Errorf("%v: what was left out is no gap: %v", o, p)
			}
		}
	}
	if (Options{Exclude: []string{"["}}).Check() == nil {
		t.Error("a pattern that is none")
	}
}

// A bomb ends with a message.
func TestBombs(t *testing.T) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	zeros := make([]byte, 1<<20)
	for range maxFile>>20 + 1 {
		_, _ = w.Write(zeros)
	}
	_ = w.Close()
	c, err := Open([]string{write(t, map[string]string{"bomb.gz": b.String()})}, nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Collect(context.Background(), collect.Job{Device: c.Devices[0]}); err == nil || !strings.Contains(err.Error(), "larger than 256 MiB") {
		t.Error(err)
	}
	left := int64(10)
	if _, err := readSome(strings.NewReader("eleven bytes"), &left); err == nil || left > 0 {
		t.Errorf("%v, %d left", err, left)
	}
}

// A stop ends the reading of a folder: what was not read is named.
func TestStop(t *testing.T) {
	stop := make(chan struct{})
	close(stop)
	c, err := Open([]string{write(t, map[string]string{"1.log": log("r1"), "2.log": log("r2")})}, nil, Options{Stop: stop})
	if err != nil || len(c.Devices) != 0 || len(c.Passed) != 2 {
		t.Errorf("%v, %v, %v", c, err, c.Passed)
	}
}
