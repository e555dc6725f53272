package collect

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/headroom-audit/headroom/inventory"
)

// Sources are the ways to a secret that a test or a program may set; nil means
// the system's.
type Sources struct {
	Env  func(name string) (string, bool)
	Ask  func(ctx context.Context, what string) ([]byte, error) // a person, never twice at a time; nil = nobody is there
	Open func(path string) (*os.File, error)
}

// Login is a user with what proves it is him. It prints as the name of its
// credential only. The byte slices belong to the caller, who wipes them.
type Login struct {
	Name       string
	User       string
	Password   []byte
	Key        []byte // PEM of a private key
	KeyPath    string // where it was read from, for the ssh program
	Cert       []byte // the certificate of the key: KEY-cert.pub, where there is one
	Passphrase []byte
	Agent      bool
}

// String gives the name of the credential, never the secret.
func (l Login) String() string { return "credential " + l.Name }

// GoString is String.
func (l Login) GoString() string { return l.String() }

// Format prints String whatever the verb.
func (l Login) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, l.String()) }

// Wipe zeroes the secrets.
func (l *Login) Wipe() {
	clear(l.Password)
	clear(l.Key)
	clear(l.Passphrase)
}

// Vault resolves references to secrets, once each in a run, and forgets them
// when it is closed.
type Vault struct {
	src    Sources
	asking chan struct{} // held by the one who asks the person

	mu    sync.Mutex
	creds map[string]inventory.Credential
	have  map[string]*resolved
}

// resolved is a login, and why there is none; both stand once done is closed.
type resolved struct {
	done   chan struct{}
	gaveUp bool // whoever resolved it; the secret may still be had
	login  Login
	err    error
}

// NewVault makes a vault for the credentials of an inventory.
func NewVault(creds map[string]inventory.Credential, src Sources) *Vault {
	if src.Env == nil {
		src.Env = os.LookupEnv
	}
	if src.Open == nil {
		src.Open = func(path string) (*os.File, error) { // a pipe would be waited for before it could be refused
			return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
		}
	}
	return &Vault{creds: creds, src: src, asking: make(chan struct{}, 1), have: map[string]*resolved{}}
}

// Get gives a copy of the login of a credential; the error is an *Error with
// CauseCredential, or CauseCancelled where ctx was, and never holds a secret.
// Those who come at the same time wait for the one who resolves it, and take
// over where that one gives up.
func (v *Vault) Get(ctx context.Context, name string) (Login, error) {
	for {
		v.mu.Lock()
		c, ok := v.creds[name]
		r := v.have[name]
		first := ok && r == nil
		if first {
			r = &resolved{done: make(chan struct{})}
			v.have[name] = r
		}
		v.mu.Unlock()
		switch {
		case !ok:
			return Login{}, &Error{Cause: CauseCredential, Credential: name, Msg: fmt.Sprintf("there is no credential %q", name), Hint: "add it under credentials in the inventory"}
		case first:
			v.settle(ctx, name, c, r)
		default:
			select {
			case <-r.done:
			case <-ctx.Done():
				return Login{}, unresolved(name, ctx.Err())
			}
			if r.gaveUp && ctx.Err() == nil {
				continue
			}
		}
		v.mu.Lock()
		defer v.mu.Unlock()
		if r.err != nil {
			return Login{}, unresolved(name, r.err)
		}
		l := r.login
		l.Password, l.Key, l.Passphrase = bytes.Clone(l.Password), bytes.Clone(l.Key), bytes.Clone(l.Passphrase)
		return l, nil
	}
}

// settle resolves a credential into r; what failed since ctx ended is forgotten.
func (v *Vault) settle(ctx context.Context, name string, c inventory.Credential, r *resolved) {
	l, err := v.resolve(ctx, c)
	v.mu.Lock()
	defer v.mu.Unlock()
	r.login, r.err, r.gaveUp = l, err, err != nil && ctx.Err() != nil
	switch {
	case v.creds == nil: // closed meanwhile
		r.login.Wipe()
		r.login, r.err = Login{}, errors.New("the vault is closed")
	case r.gaveUp:
		delete(v.have, name)
	}
	close(r.done)
}

func unresolved(name string, err error) *Error {
	if errors.Is(err, context.Canceled) {
		return &Error{Cause: CauseCancelled, Credential: name, Msg: "stopped while credential " + strconv.Quote(name) + " was asked for", Err: err}
	}
	return &Error{Cause: CauseCredential, Credential: name, Msg: fmt.Sprintf("credential %q: %s", name, err), Err: err}
}

// Credential is what the inventory says of a credential, for the ssh program:
// zero where there is none of that name. No secret is read.
func (v *Vault) Credential(name string) inventory.Credential {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.creds[name]
}

// Known gives copies of every password and passphrase that was resolved.
func (v *Vault) Known() [][]byte {
	v.mu.Lock()
	defer v.mu.Unlock()
	var out [][]byte
	for _, r := range v.have {
		for _, s := range [][]byte{r.login.Password, r.login.Passphrase} {
			if len(s) > 0 {
				out = append(out, bytes.Clone(s))
			}
		}
	}
	return out
}

// Close zeroes everything; the vault cannot be used afterwards.
func (v *Vault) Close() {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, r := range v.have {
		r.login.Wipe()
	}
	v.have, v.creds = map[string]*resolved{}, nil
}

func (v *Vault) resolve(ctx context.Context, c inventory.Credential) (Login, error) {
	l := Login{Name: c.Name, User: c.User, Agent: c.Agent}
	for _, f := range []struct {
		to   *[]byte
		what string
		ref  inventory.Ref
	}{{&l.Password, "password", c.Password}, {&l.Key, "key", c.Key}, {&l.Passphrase, "passphrase", c.Passphrase}} {
		if f.ref.Kind == "agent" {
			l.Agent = true
			continue
		}
		b, err := v.ref(ctx, f.what+" of "+c.User+" ("+c.Name+")", f.ref, f.what == "key")
		if err != nil {
			l.Wipe()
			return Login{}, fmt.Errorf("%s: %w", f.what, err)
		}
		*f.to = b
	}
	if c.Key.Kind == "key" || c.Key.Kind == "file" {
		l.KeyPath = home(c.Key.Value)
		if f, _, err := v.open(l.KeyPath + "-cert.pub"); err == nil {
			l.Cert, _ = io.ReadAll(io.LimitReader(f, maxSecret)) // what is no certificate is told when it is used
			_ = f.Close()
		}
	}
	if len(l.Password) == 0 && len(l.Key) == 0 && !l.Agent {
		return Login{}, errors.New("it has neither password nor key nor agent")
	}
	return l, nil
}

// maxSecret is how large a secret may be.
const maxSecret = 64 << 10

// ref gets one secret. An empty one is an error: it would be sent as a wrong
// password.
func (v *Vault) ref(ctx context.Context, what string, r inventory.Ref, key bool) (b []byte, err error) {
	switch r.Kind {
	case "":
		return nil, nil
	case "env":
		s, ok := v.src.Env(r.Value)
		if !ok {
			return nil, fmt.Errorf("the environment has no %s", r.Value)
		}
		b = []byte(s)
	case "file", "key":
		b, err = v.file(home(r.Value))
	case "cmd":
		b, err = command(ctx, r.Value)
	case "ask":
		if v.src.Ask == nil {
			return nil, errors.New("nobody is there to ask")
		}
		if b, err = v.ask(ctx, what); err != nil {
			err = fmt.Errorf("ask: %w", err)
		}
	default:
		return nil, fmt.Errorf("unknown kind of reference %q", r.Kind)
	}
	if err != nil {
		return nil, err
	}
	if !key {
		b = bytes.TrimRight(b, "\r\n")
		if bytes.ContainsAny(b, "\r\n\x00") {
			clear(b)
			return nil, fmt.Errorf("what %s gives has more than one line", r)
		}
	}
	if len(b) == 0 {
		return nil, fmt.Errorf("%s is empty", r)
	}
	return b, nil
}

// ask asks the person, one question at a time.
func (v *Vault) ask(ctx context.Context, what string) ([]byte, error) {
	select {
	case v.asking <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-v.asking }()
	if ctx.Err() != nil { // both were ready
		return nil, ctx.Err()
	}
	return v.src.Ask(ctx, what)
}

// open opens what must be a regular file.
func (v *Vault) open(path string) (*os.File, os.FileInfo, error) {
	f, err := v.src.Open(path)
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

// file reads a secret that nobody else may read.
func (v *Vault) file(path string) ([]byte, error) {
	f, st, err := v.open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	switch {
	case st.Mode().Perm()&0o077 != 0:
		return nil, fmt.Errorf("%s may be read by others (mode %#o); chmod 600 %s", path, st.Mode().Perm(), path)
	case st.Size() > maxSecret:
		return nil, fmt.Errorf("%s is larger than a secret", path)
	}
	return io.ReadAll(io.LimitReader(f, maxSecret))
}

// command runs a password manager. Neither its output nor its errors are shown:
// both may hold the secret.
func command(ctx context.Context, line string) ([]byte, error) {
	ctx, stop := context.WithTimeout(ctx, time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, "/bin/sh", "-c", line)
	cmd.WaitDelay = time.Second
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, io.Discard
	err := cmd.Run()
	defer clear(out.Bytes()[:out.Cap()])
	if err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return nil, fmt.Errorf("the command of cmd: failed: %w", err)
	}
	return bytes.Clone(out.Bytes()[:min(out.Len(), maxSecret)]), nil
}

// home puts the home directory for ~/.
func home(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if h, err := os.UserHomeDir(); err == nil {
			return h + "/" + rest
		}
	}
	return path
}
