package secret

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/headroom-audit/headroom/inventory"
)

// Local are the ways to a secret of this host that a test or a program may set; nil
// means the system's.
type Local struct {
	Env  func(name string) (string, bool)
	Ask  func(ctx context.Context, what string) ([]byte, error) // a person, never twice at a time; nil = nobody is there
	Open func(path string) (*os.File, error)
}

// Providers are those that need this host only.
func (l Local) Providers() Set {
	if l.Env == nil {
		l.Env = os.LookupEnv
	}
	if l.Open == nil {
		l.Open = openNow
	}
	f := fileProvider{"file", l.Open}
	return Set{envProvider{l.Env}, f, fileProvider{"key", l.Open}, askProvider{l.Ask, make(chan struct{}, 1)}, commandProvider{}, credentialProvider{l.Env, f}}
}

// openNow does not wait for a pipe before it can be refused.
func openNow(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

type envProvider struct {
	get func(string) (string, bool)
}

func (envProvider) Kind() string { return "env" }

func (p envProvider) Get(_ context.Context, r Request) ([]byte, error) {
	s, ok := p.get(r.Value)
	if !ok {
		return nil, fmt.Errorf("the environment has no %s", r.Value)
	}
	return []byte(s), nil
}

func (p envProvider) Try(_ context.Context, r inventory.Ref) error {
	if s, ok := p.get(r.Value); !ok || s == "" {
		return fmt.Errorf("the environment has no %s", r.Value)
	}
	return nil
}

// fileProvider reads a file that nobody else may read.
type fileProvider struct {
	kind string
	open func(string) (*os.File, error)
}

func (p fileProvider) Kind() string { return p.kind }

func (p fileProvider) Get(_ context.Context, r Request) ([]byte, error) {
	return ReadPrivate(Home(r.Value), p.open)
}

func (p fileProvider) Try(_ context.Context, r inventory.Ref) error {
	b, err := ReadPrivate(Home(r.Value), p.open)
	defer clear(b)
	if err == nil && len(b) == 0 {
		err = fmt.Errorf("%s is empty", r)
	}
	return err
}

// OpenRegular opens what must be a regular file; open nil = the system's.
func OpenRegular(path string, open func(string) (*os.File, error)) (*os.File, os.FileInfo, error) {
	if open == nil {
		open = openNow
	}
	f, err := open(path)
	if err != nil {
		return nil, nil, err
	}
	st, err := f.Stat()
	if err == nil && !st.Mode().IsRegular() {
		err = fmt.Errorf("%s is no regular file", path)
	}
	if err != nil {
		_ = f.Close()
		return nil, nil, err
	}
	return f, st, nil
}

// ReadPrivate reads a secret file that nobody else may read.
func ReadPrivate(path string, open func(string) (*os.File, error)) ([]byte, error) {
	f, st, err := OpenRegular(path, open)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	switch {
	case st.Mode().Perm()&0o077 != 0:
		return nil, fmt.Errorf("%s may be read by others (mode %#o); chmod 600 %s", path, st.Mode().Perm(), path)
	case st.Size() > MaxSize:
		return nil, fmt.Errorf("%s is larger than a secret", path)
	}
	return io.ReadAll(io.LimitReader(f, MaxSize))
}

// Home puts the home directory for ~/.
func Home(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if h, err := os.UserHomeDir(); err == nil {
			return h + "/" + rest
		}
	}
	return path
}

// askProvider asks the person, one question at a time.
type askProvider struct {
	ask    func(ctx context.Context, what string) ([]byte, error)
	asking chan struct{} // held by the one who asks
}

func (askProvider) Kind() string { return "ask" }

func (p askProvider) Get(ctx context.Context, r Request) ([]byte, error) {
	if p.ask == nil {
		return nil, errors.New("nobody is there to ask")
	}
	select {
	case p.asking <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("ask: %w", ctx.Err())
	}
	defer func() { <-p.asking }()
	if ctx.Err() != nil { // both were ready
		return nil, fmt.Errorf("ask: %w", ctx.Err())
	}
	b, err := p.ask(ctx, r.What)
	if err != nil {
		return nil, fmt.Errorf("ask: %w", err)
	}
	return b, nil
}

func (p askProvider) Try(context.Context, inventory.Ref) error {
	if p.ask == nil {
		return errors.New("nobody is there to ask")
	}
	return nil
}

// commandProvider runs a password manager. Neither its output nor its errors are
// shown: both may hold the secret.
type commandProvider struct{}

func (commandProvider) Kind() string { return "cmd" }

func (commandProvider) Get(ctx context.Context, r Request) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "/bin/sh", "-c", r.Value)
	cmd.WaitDelay = 1e9
	out := bounded{room: make([]byte, 0, MaxSize+1)}
	cmd.Stdout, cmd.Stderr = &out, io.Discard
	err := cmd.Run()
	defer clear(out.room[:cap(out.room)])
	switch {
	case out.over:
		return nil, errTooLarge
	case ctx.Err() != nil:
		return nil, fmt.Errorf("the command of cmd: failed: %w", ctx.Err())
	case err != nil:
		return nil, fmt.Errorf("the command of cmd: failed: %w", err)
	}
	return bytes.Clone(out.room), nil
}

// bounded takes what has room, and ends who writes more. It is read into where it
// stays: no copy is left over.
type bounded struct {
	room []byte
	over bool
}

// ReadFrom is what a copy from a pipe calls.
func (b *bounded) ReadFrom(r io.Reader) (int64, error) {
	for {
		if len(b.room) == cap(b.room) {
			b.over = true
			return int64(len(b.room)), errTooLarge
		}
		n, err := r.Read(b.room[len(b.room):cap(b.room)])
		b.room = b.room[:len(b.room)+n]
		if err == io.EOF {
			return int64(len(b.room)), nil
		} else if err != nil {
			return int64(len(b.room)), err
		}
	}
}

func (b *bounded) Write(p []byte) (int, error) {
	if _, err := b.ReadFrom(bytes.NewReader(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

var errTooLarge = errors.New("the command of cmd: prints more than a secret")

func (commandProvider) Try(_ context.Context, r inventory.Ref) error { return CheckProgram(r.Value) }

// CheckProgram says whether the program that a command line for sh begins with is
// on the path; nil also where only a shell could tell.
func CheckProgram(line string) error {
	for word := range strings.FieldsSeq(line) {
		name, _, assigned := strings.Cut(word, "=")
		switch {
		case assigned && !strings.ContainsAny(name, `/"'$`):
			continue // VAR=value before the program
		case word == "exec":
			continue
		case strings.ContainsAny(word, "\"'`$(){}[];|&<>*?~!#\\") || strings.Contains(" if for while case until . : test cd set eval umask export ", " "+word+" "):
			return nil
		}
		if _, err := exec.LookPath(word); err != nil {
			if errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist) {
				return fmt.Errorf("there is no program %s", word)
			}
			return err
		}
		return nil
	}
	return errors.New("the command is empty")
}

// credentialProvider reads what systemd hands to a service: a file below
// $CREDENTIALS_DIRECTORY (inv:systemd).
type credentialProvider struct {
	env  func(string) (string, bool)
	file fileProvider
}

func (credentialProvider) Kind() string { return "credential" }

func (p credentialProvider) path(name string) (string, error) {
	dir, ok := p.env("CREDENTIALS_DIRECTORY")
	switch {
	case !ok || dir == "":
		return "", Failed("run it as a service with LoadCredential="+name+":PATH or SetCredentialEncrypted=", "there is no CREDENTIALS_DIRECTORY")
	case name != filepath.Base(name) || name == ".." || name == ".":
		return "", Failed("a name without /", "%q is no name of a credential", name)
	}
	return filepath.Join(dir, name), nil
}

func (p credentialProvider) Get(ctx context.Context, r Request) ([]byte, error) {
	path, err := p.path(r.Value)
	if err != nil {
		return nil, err
	}
	b, err := p.file.Get(ctx, Request{Ref: inventory.Ref{Kind: "file", Value: path}})
	if errors.Is(err, os.ErrNotExist) {
		return nil, Failed("add LoadCredential="+r.Value+":PATH to the unit", "the service has no credential %s", r.Value)
	}
	return b, err
}

func (p credentialProvider) Try(ctx context.Context, r inventory.Ref) error {
	b, err := p.Get(ctx, Request{Ref: r})
	clear(b)
	return err
}
