// Command copied compares the files of this checkout with those of a folder of
// captures that must not be in it: go run ./.ci/copied ../shared/corpus
package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	ours := map[string]string{}
	walk(".", func(path string, raw []byte) { ours[substance(raw)] = path })
	copies := 0
	walk(os.Args[1], func(path string, raw []byte) {
		if s := substance(raw); len(s) > 120 && ours[s] != "" {
			fmt.Printf("%s is a copy of %s\n", ours[s], path)
			copies++
		}
	})
	if copies > 0 {
		os.Exit(1)
	}
}

func walk(root string, each func(path string, raw []byte)) {
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.Name() == ".git":
			if e.IsDir() {
				return filepath.SkipDir
			}
			return nil
		case !e.Type().IsRegular():
			return nil
		}
		raw, err := os.ReadFile(path)
		if err == nil {
			each(path, raw)
		}
		return err
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "copied:", err)
		os.Exit(2)
	}
}

// substance is a file without comment lines, blank lines and trailing blanks: a
// header of ours does not make a copy our own.
func substance(raw []byte) string {
	var b strings.Builder
	for line := range strings.SplitSeq(strings.ReplaceAll(string(raw), "\r", ""), "\n") {
		if line = strings.TrimRight(line, " \t"); line != "" && line[0] != '#' && line[0] != '!' {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}
