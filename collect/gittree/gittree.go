// Package gittree reads the versions of files that a git repository keeps, as RANCID and
// Oxidized write them: oldest first.
//
// What goes in: a folder of a repository. What comes out: each version of each file below
// it, with the time of its commit. It runs git's own program, which was faster than go-git
// (docs/history.md), and only commands of it that read; nothing that the repository
// configures is run, and nothing is fetched. It must not import vendors, scan or above.
package gittree

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Version is one file as one commit left it.
type Version struct {
	At     time.Time // of the commit
	Commit string
	File   string
	Blob   string // the hash of its content: the same content has the same
	Data   []byte // nil where Gone, or TooLarge
	Gone   bool   // the commit removed it
	// TooLarge: more than MaxFile, and not read.
	TooLarge bool
}

// MaxFile is how large a file may be to be read, in bytes.
const MaxFile = 16 << 20

// Stats are what was looked at.
type Stats struct {
	Commits, Versions int
	First, Last       time.Time
}

// Read calls each with the versions that the commits since a time made, oldest first, after
// what was there at that time. A zero time is from the beginning.
func Read(ctx context.Context, dir string, since time.Time, each func(*Version) error) (Stats, error) {
	r := reader{ctx: ctx, dir: dir, each: each}
	if _, err := exec.LookPath("git"); err != nil {
		return r.stats, fmt.Errorf("read %s: the program git is needed and is not installed", dir)
	}
	if err := r.open(); err != nil {
		return r.stats, err
	}
	defer r.close()
	if err := r.base(since); err != nil {
		return r.stats, err
	}
	return r.stats, r.log(since)
}

// reader holds the two programs of a run.
type reader struct {
	ctx    context.Context
	dir    string
	each   func(*Version) error
	stats  Stats
	blobs  *exec.Cmd
	ask    io.WriteCloser
	answer *bufio.Reader
}

// command runs git so that nothing of the repository's configuration is run by it.
func (r *reader) command(args ...string) *exec.Cmd {
	safe := []string{"--no-pager", "--no-optional-locks", "-c", "core.quotePath=false", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-C", r.dir}
	cmd := exec.CommandContext(r.ctx, "git", append(safe, args...)...)
	// GIT_DIR and its like, set where a hook runs this, would mean another repository.
	own := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "GIT_") })
	cmd.Env = slices.Concat(own, []string{"GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1", "GIT_NO_REPLACE_OBJECTS=1", "LC_ALL=C"})
	return cmd
}

// run gives what a command prints.
func (r *reader) run(args ...string) ([]byte, error) {
	cmd := r.command(args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("read %s: git %s: %s", r.dir, args[0], said(&errs, err))
	}
	return out, nil
}

func said(errs *bytes.Buffer, err error) string {
	first, _, _ := strings.Cut(strings.TrimSpace(errs.String()), "\n")
	if first == "" {
		return err.Error()
	}
	return strings.TrimPrefix(first, "fatal: ")
}

// open starts the program that gives the contents of files.
func (r *reader) open() (err error) {
	if _, err := r.run("rev-parse", "--verify", "--quiet", "HEAD"); err != nil {
		return fmt.Errorf("read %s: no git repository with a commit", r.dir)
	}
	r.blobs = r.command("cat-file", "--batch")
	if r.ask, err = r.blobs.StdinPipe(); err != nil {
		return err
	}
	out, err := r.blobs.StdoutPipe()
	if err != nil {
		return err
	}
	r.answer = bufio.NewReaderSize(out, 1<<16)
	return r.blobs.Start()
}

func (r *reader) close() {
	_ = r.ask.Close()
	_ = r.blobs.Wait()
}

// base gives the files that were there when the time began.
func (r *reader) base(since time.Time) error {
	if since.IsZero() {
		return nil
	}
	head, err := r.run("rev-list", "-1", "--first-parent", "--before=@"+strconv.FormatInt(since.Unix(), 10), "HEAD")
	commit := strings.TrimSpace(string(head))
	if err != nil || commit == "" {
		return err
	}
	tree, err := r.run("ls-tree", "-r", commit)
	if err != nil {
		return err
	}
	r.stats.First = since
	for line := range strings.Lines(string(tree)) {
		mode, file, ok := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		f := strings.Fields(mode)
		if !ok || len(f) != 3 || f[1] != "blob" || f[0] == symlink {
			continue
		}
		if err := r.version(Version{At: since, Commit: commit, File: unquote(file), Blob: f[2]}); err != nil {
			return err
		}
	}
	return nil
}

// symlink is the mode of what is no file.
const symlink = "120000"

// mark stands before the line of a commit.
const mark = "\x01"

// log walks over the commits.
func (r *reader) log(since time.Time) error {
	args := []string{"log", "--reverse", "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv", "--relative", "--format=" + mark + "%H %ct"}
	if !since.IsZero() {
		args = append(args, "--since=@"+strconv.FormatInt(since.Unix(), 10))
	}
	cmd := r.command(append(args, "HEAD")...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("read %s: git log: %w", r.dir, err)
	}
	err = r.lines(out)
	if err != nil {
		_ = cmd.Process.Kill()
	}
	if bad := cmd.Wait(); bad != nil && err == nil {
		err = fmt.Errorf("read %s: git log: %s", r.dir, said(&errs, bad))
	}
	return err
}

func (r *reader) lines(out io.Reader) error {
	var at Version
	in := bufio.NewScanner(out)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		line := in.Text()
		if head, ok := strings.CutPrefix(line, mark); ok {
			hash, epoch, _ := strings.Cut(head, " ")
			sec, err := strconv.ParseInt(epoch, 10, 64)
			if err != nil {
				return fmt.Errorf("read %s: commit %s has no time", r.dir, hash)
			}
			at = Version{At: time.Unix(sec, 0).UTC(), Commit: hash}
			r.stats.Commits++
			if r.stats.First.IsZero() {
				r.stats.First = at.At
			}
			r.stats.Last = at.At
			continue
		}
		if err := r.changed(line, at); err != nil {
			return err
		}
	}
	return in.Err()
}

// changed reads a line of --raw: modes, hashes, what was done, and the file.
func (r *reader) changed(line string, v Version) error {
	head, file, ok := strings.Cut(line, "\t")
	f := strings.Fields(head)
	if !ok || len(f) != 5 {
		return nil
	}
	v.File, v.Blob, v.Gone = unquote(file), f[3], f[4] == "D"
	if f[1] == symlink || f[1] == "160000" {
		return nil
	}
	return r.version(v)
}

// unquote reads the name of a file that git had to quote.
func unquote(name string) string {
	if plain, err := strconv.Unquote(name); err == nil && strings.HasPrefix(name, `"`) {
		return plain
	}
	return name
}

func (r *reader) version(v Version) (err error) {
	if !v.Gone {
		if v.Data, err = r.blob(v.Blob); err != nil {
			return fmt.Errorf("read %s: %s in %.10s: %w", r.dir, v.File, v.Commit, err)
		}
		v.TooLarge = v.Data == nil
	}
	r.stats.Versions++
	return r.each(&v)
}

// blob gives the content of a file, nil where it is too large.
func (r *reader) blob(hash string) ([]byte, error) {
	if _, err := io.WriteString(r.ask, hash+"\n"); err != nil {
		return nil, err
	}
	head, err := r.answer.ReadString('\n')
	if err != nil {
		return nil, err
	}
	f := strings.Fields(head)
	if len(f) != 3 {
		return nil, errors.New("git does not have its content: " + strings.TrimSpace(head))
	}
	size, err := strconv.Atoi(f[2])
	if err != nil {
		return nil, err
	}
	if size > MaxFile {
		_, err = io.CopyN(io.Discard, r.answer, int64(size)+1)
		return nil, err
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(r.answer, data); err != nil {
		return nil, err
	}
	_, err = r.answer.Discard(1)
	return data, err
}
