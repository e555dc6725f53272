package replay

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/transcript"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// found is a file to be read; named: by a person, not found in a folder.
type found struct {
	path  string
	named bool
}

// list names the files below paths: files that are named, and every file of a
// folder but what is hidden or left out by o. A link is followed, and what it leads to
// is read once. "-" is standard input.
func list(paths []string, o Options) (files []found, passed []collect.Passed, err error) {
	l := lister{o: o, seen: map[string]bool{}}
	var errs []error
	for _, p := range paths {
		info, err := os.Stat(p)
		switch {
		case p == "-":
			l.files = append(l.files, found{p, true})
		case err != nil:
			errs = append(errs, err)
		case info.IsDir():
			l.folder(p, "")
		case !info.Mode().IsRegular():
			errs = append(errs, fmt.Errorf("%s is %s, which may never end: give it as standard input (-)", p, kind(info.Mode())))
		default:
			l.files = append(l.files, found{p, true})
		}
	}
	return l.files, l.passed, errors.Join(errs...)
}

type lister struct {
	o      Options
	seen   map[string]bool // real paths of folders and files that are listed
	files  []found
	passed []collect.Passed
}

func (l *lister) pass(file, why string, known bool) {
	l.passed = append(l.passed, collect.Passed{File: file, Why: why, Known: known})
}

// first says whether a folder or a file is met for the first time, by whatever way.
func (l *lister) first(path string) bool {
	real, err := filepath.EvalSymlinks(path)
	if err == nil {
		real, err = filepath.Abs(real)
	}
	if err != nil {
		real = path
	}
	if l.seen[real] {
		l.pass(path, "it is read already, by another way", true)
		return false
	}
	l.seen[real] = true
	return true
}

// folder lists a folder; below is its path under the one that was named.
func (l *lister) folder(path, below string) {
	if !l.first(path) {
		return
	}
	entries, err := os.ReadDir(path)
	if err != nil { // what could be listed is read
		l.pass(path, "the folder cannot be read: "+reason(err), false)
	}
	for _, e := range entries {
		l.entry(filepath.Join(path, e.Name()), filepath.Join(below, e.Name()), e)
	}
}

func (l *lister) entry(path, below string, e fs.DirEntry) {
	mode := e.Type()
	if mode&fs.ModeSymlink != 0 {
		info, err := os.Stat(path)
		if err != nil {
			l.pass(path, "a link that leads nowhere: "+reason(err), false)
			return
		}
		mode = info.Mode().Type()
	}
	hidden := strings.HasPrefix(e.Name(), ".") || slices.Contains(versioned, e.Name()) && mode.IsDir()
	switch {
	case matches(l.o.Exclude, below):
		l.pass(path, "left out by --exclude", true)
	case hidden && mode.IsDir():
		l.pass(path, "a hidden folder", slices.Contains(versioned, e.Name()))
	case mode.IsDir():
		l.folder(path, below)
	case len(l.o.Include) > 0 && !matches(l.o.Include, below):
		l.pass(path, "not among --include", true)
	case hidden:
		l.pass(path, "a hidden file", slices.Contains(versioned, e.Name()))
	case !mode.IsRegular():
		l.pass(path, kind(mode)+", no file", false)
	case l.first(path):
		l.files = append(l.files, found{path, false})
	}
}

// matches reports whether a path under the folder that was named, its last part or a
// folder above it is one of patterns.
func matches(patterns []string, below string) bool {
	below = filepath.ToSlash(below)
	for _, p := range patterns {
		for part := below; part != "." && part != "/"; part = path.Dir(part) {
			whole, _ := path.Match(p, part)
			last, _ := path.Match(p, path.Base(part))
			if whole || last {
				return true
			}
		}
	}
	return false
}

func kind(m fs.FileMode) string {
	switch {
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	case m&fs.ModeDevice != 0:
		return "a device"
	}
	return "something else"
}

// reason is an error without the path, which stands beside it.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// versioned are what version controls keep beside the files that they watch over.
var versioned = []string{".git", ".svn", ".hg", "CVS", ".gitignore", ".gitattributes", ".cvsignore"}

// others are endings of files that stand beside captures in a folder and are
// none, unless they hold one.
var others = []string{
	".json", ".jsonl", ".yaml", ".yml", ".md", ".html", ".csv", ".go", ".py", ".sh", ".pl", ".xlsx", ".docx", ".pdf", ".png",
	".db", ".toml", ".ini", ".conf", ".ics", ".sarif", ".svg", ".jpg",
}

// routersList is a line of router.db, routers.all, routers.up and routers.down.
var routersList = lazyregexp.New(`^(?:#.*|[\w.\-]+[;:][\w\-]+(?:[;:][\w\-. ]*)*|)$`)

// routers is why a list of routers gives none.
const routers = "a list of routers of RANCID or Oxidized"

// passOver says why a file of a folder that cannot be read as a capture is
// nobody's loss; "" = it may be somebody's router, and is shown as one.
func passOver(name string, data []byte) string {
	if lists := []string{"router.db", "routers.all", "routers.up", "routers.down"}; slices.Contains(lists, filepath.Base(name)) {
		for line := range strings.Lines(string(data)) {
			if !routersList.MatchString(strings.TrimSpace(line)) {
				return ""
			}
		}
		return routers
	}
	other := slices.Contains(others, strings.ToLower(filepath.Ext(name)))
	switch {
	case other && transcript.LooksBinary(data):
		return "a binary file"
	case other:
		return "no prompt with a command and no configuration in it"
	}
	return ""
}
