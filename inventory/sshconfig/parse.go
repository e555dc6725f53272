// Package sshconfig reads OpenSSH's client configuration: how a host that a
// person reaches with ssh is reached by headroom.
//
// What goes in: a file in the format of ssh_config(5), and resolved devices
// that name it. What comes out: the devices with host name, port, user, keys
// and the way there filled in where the inventory does not say them, and a note
// for each line that is not honoured. Nothing is run: `Match exec` is refused.
// It must not import collect/ssh, vendors, scan or above.
package sshconfig

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// maxDepth is how deep Include may nest: OpenSSH's READCONF_MAX_DEPTH.
const maxDepth = 16

// Config is a file with all it includes.
type Config struct {
	entries []entry
	hosts   []string // every pattern of every Host line
	home    string
}

// entry is one line with the conditions under which it counts.
type entry struct {
	where string // file:line
	conds []condition
	key   string // in lower case
	word  string // as it was written
	args  []string
	rest  string // everything after the key
}

// condition is a Host or a Match line.
type condition struct {
	host  []string // patterns of Host; nil = Match
	match []string // criteria and their values
}

// Load reads path; ~/ is home. A file that others may write to is refused: a
// ProxyCommand of it would be run.
func Load(path, home string) (*Config, error) {
	c := &Config{home: home}
	path = c.inHome(path)
	if err := c.file(path, nil, 0); err != nil {
		return nil, fmt.Errorf("ssh_config: %w", err)
	}
	return c, nil
}

func (c *Config) inHome(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		return filepath.Join(c.home, rest)
	}
	return path
}

// maxFile is how large a file may be.
const maxFile = 16 << 20

// file adds the lines of one file that counts under conds.
func (c *Config) file(path string, conds []condition, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("%s: Include nests deeper than %d", path, maxDepth)
	}
	if path == os.DevNull {
		return nil // as with ssh -F /dev/null: no configuration
	}
	st, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !st.Mode().IsRegular() || st.Size() > maxFile {
		return fmt.Errorf("%s is no regular file of at most %d MiB", path, maxFile>>20)
	}
	if st.Mode().Perm()&0o022 != 0 {
		return fmt.Errorf("%s may be written by others (mode %#o), and its ProxyCommand would be run; chmod go-w it", path, st.Mode().Perm())
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	inner := conds
	sc := bufio.NewScanner(bytes.NewReader(data))
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		e, err := parseLine(sc.Text())
		e.where = fmt.Sprintf("%s:%d", path, n)
		if err != nil {
			return fmt.Errorf("%s: %w", e.where, err)
		}
		switch e.key {
		case "":
		case "host":
			c.hosts = append(c.hosts, e.args...)
			inner = slices.Concat(conds, []condition{{host: e.args}})
		case "match":
			if err := checkMatch(e.args); err != nil {
				return fmt.Errorf("%s: %w", e.where, err)
			}
			inner = slices.Concat(conds, []condition{{match: e.args}})
		case "include":
			if err := c.include(e, inner, depth); err != nil {
				return err
			}
		default:
			e.conds = inner
			c.entries = append(c.entries, e)
		}
	}
	return sc.Err()
}

// aliases are the names that Host lines name whole, each once, in their order.
func (c *Config) aliases() []string {
	var out []string
	for _, name := range c.hosts {
		if !strings.ContainsAny(name, "*?!") && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

func (c *Config) include(e entry, conds []condition, depth int) error {
	for _, pattern := range e.args {
		pattern = c.inHome(pattern)
		if !filepath.IsAbs(pattern) {
			pattern = filepath.Join(c.home, ".ssh", pattern)
		}
		files, err := filepath.Glob(pattern)
		if err != nil {
			return fmt.Errorf("%s: Include: %w", e.where, err)
		}
		for _, f := range files {
			if err := c.file(f, conds, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// parseLine splits "Keyword value" or "Keyword=value"; values may stand in
// double quotes.
func parseLine(line string) (entry, error) {
	t := strings.TrimSpace(line)
	if t == "" || t[0] == '#' {
		return entry{}, nil
	}
	i := strings.IndexAny(t, " \t=")
	if i < 0 {
		i = len(t)
	}
	e := entry{word: t[:i], key: strings.ToLower(t[:i])}
	e.rest = strings.TrimSpace(strings.TrimPrefix(strings.TrimLeft(t[i:], " \t"), "="))
	if e.rest == "" {
		return e, fmt.Errorf("%s has no value", e.word)
	}
	var err error
	e.args, err = fields(e.rest)
	if e.key == "proxycommand" {
		err = nil // it is for a shell, with quotes of its own
	}
	if err == nil && len(e.args) == 0 {
		err = fmt.Errorf("%s has no value", e.word)
	}
	return e, err
}

// fields splits values at blanks outside of quotes; a # that starts one begins
// a comment.
func fields(s string) ([]string, error) {
	var out []string
	for s = strings.TrimLeft(s, " \t"); s != ""; s = strings.TrimLeft(s, " \t") {
		switch s[0] {
		case '#':
			return out, nil
		case '"':
			end := strings.IndexByte(s[1:], '"')
			if end < 0 {
				return out, errors.New("a quote is not closed")
			}
			out, s = append(out, s[1:end+1]), s[end+2:]
		default:
			end := strings.IndexAny(s, " \t")
			if end < 0 {
				end = len(s)
			}
			out, s = append(out, s[:end]), s[end:]
		}
	}
	return out, nil
}

// The criteria of Match that can be told without running anything.
var (
	bare   = []string{"all", "final", "canonical"}
	valued = []string{"host", "originalhost", "user", "localuser"}
)

// checkMatch refuses criteria that are not understood: a block that is taken or
// left out by mistake sends a login to the wrong host.
func checkMatch(args []string) error {
	for i := 0; i < len(args); i++ {
		name := strings.ToLower(strings.TrimPrefix(args[i], "!"))
		switch {
		case slices.Contains(bare, name):
		case slices.Contains(valued, name):
			if i++; i >= len(args) {
				return fmt.Errorf("a Match %s has no value", name)
			}
		case name == "exec":
			return errors.New("a Match exec is not honoured, since it runs a program for every host; use transport: openssh for these devices, or leave this block to a file of its own")
		default:
			return fmt.Errorf("a Match %s is not understood; use transport: openssh for these devices", name)
		}
	}
	return nil
}
