package replay

import (
	"errors"
	"io/fs"
	"os"
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
// folder but what is hidden. "-" is standard input.
func list(paths []string) (files []found, passed []collect.Passed, err error) {
	var errs []error
	for _, p := range paths {
		info, err := os.Stat(p)
		switch {
		case p == "-":
			files = append(files, found{p, true})
		case err != nil:
			errs = append(errs, err)
		case !info.IsDir():
			files = append(files, found{p, true})
		default:
			errs = append(errs, walk(p, &files, &passed))
		}
	}
	return files, passed, errors.Join(errs...)
}

func walk(root string, files *[]found, passed *[]collect.Passed) error {
	return filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch hidden := strings.HasPrefix(e.Name(), ".") && path != root; {
		case err != nil:
			return err
		case hidden && e.IsDir():
			*passed = append(*passed, collect.Passed{File: path, Why: "a hidden folder", Known: slices.Contains(versioned, e.Name())})
			return filepath.SkipDir
		case e.IsDir():
		case hidden:
			*passed = append(*passed, collect.Passed{File: path, Why: "a hidden file", Known: slices.Contains(versioned, e.Name())})
		case !regular(path, e):
			*passed = append(*passed, collect.Passed{File: path, Why: "not a file"})
		default:
			*files = append(*files, found{path, false})
		}
		return nil
	})
}

// versioned are what version controls keep beside the files that they watch over.
var versioned = []string{".git", ".svn", ".hg", ".gitignore", ".gitattributes", ".cvsignore"}

// regular reports whether e is a file, also behind a link.
func regular(path string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return e.Type().IsRegular()
	}
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

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
