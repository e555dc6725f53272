// Package cloginrc reads RANCID's own file of passwords, .cloginrc.
//
// What goes in: the file and the name of a router. What comes out: who logs in and with
// what, chosen as clogin chooses: of every directive the first line whose pattern fits
// (inv:cloginrc). The file is Tcl; of it add and include with literal words are
// read, and anything else is an error with its line, since skipping it could send the
// password of another router.
package cloginrc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/secret"
)

// directive is one add of the file.
type directive struct {
	name, glob string
	values     []string
	file       string
	line       int
}

// File is what a .cloginrc and what it includes say.
type File struct{ list []directive }

// maxLines and maxIncludes bound a file and what it includes.
const (
	maxLines    = 100_000
	maxIncludes = 20
)

// Load reads a file, which nobody else may read.
func Load(path string) (*File, error) {
	f := &File{}
	return f, f.read(secret.Home(path), 0)
}

func (f *File) read(path string, depth int) error {
	if depth > maxIncludes {
		return fmt.Errorf("%s: files include each other", path)
	}
	raw, err := secret.ReadPrivate(path, nil)
	if err != nil {
		return err
	}
	defer clear(raw)
	return f.parse(path, raw, depth)
}

// parse reads the lines. What stands in one is never in an error.
func (f *File) parse(path string, raw []byte, depth int) error {
	n := 0
	for line := range bytes.Lines(raw) {
		n++
		s := strings.TrimSpace(string(line))
		if s == "" || s[0] == '#' {
			continue
		}
		fail := func(err error) error { return fmt.Errorf("%s:%d: %w", path, n, err) }
		w, err := words(s, true)
		switch {
		case err != nil:
			return fail(err)
		case len(f.list) >= maxLines:
			return fail(errors.New("the file is too long"))
		case w[0] == "include" && len(w) == 2:
			to := w[1]
			if !filepath.IsAbs(to) {
				to = secret.Home("~/" + to)
			}
			if err := f.read(to, depth+1); err != nil {
				return fail(err)
			}
		case w[0] == "add" && len(w) >= 3:
			f.list = append(f.list, directive{w[1], w[2], w[3:], path, n})
		default:
			return fail(errors.New("only add DIRECTIVE GLOB VALUE and include FILE are read"))
		}
	}
	return nil
}

// find gives the first line of a directive that fits a router.
func (f *File) find(name, router string) *directive {
	for i := range f.list {
		if d := &f.list[i]; d.name == name && match(d.glob, router) {
			return d
		}
	}
	return nil
}

// values are those of a directive; none where no line fits.
func (f *File) values(name, router string) []string {
	if d := f.find(name, router); d != nil {
		return d.values
	}
	return nil
}

// User is who logs in; "" where the file leaves it to the person who runs it.
func (f *File) User(router string) string { return strings.Join(f.values("user", router), "") }

// Password is what the user logs in with: userpassword, else the first of password.
func (f *File) Password(router string) (string, error) {
	if p := strings.Join(f.values("userpassword", router), ""); p != "" {
		return p, nil
	}
	return f.nth("password", router, 0)
}

// Enable is the enable secret: the second of password.
func (f *File) Enable(router string) (string, error) { return f.nth("password", router, 1) }

func (f *File) nth(name, router string, n int) (string, error) {
	d := f.find(name, router)
	if d == nil || len(d.values) <= n {
		return "", nil
	}
	s, err := joined(d.values[n])
	if err != nil {
		return "", fmt.Errorf("%s:%d: %w", d.file, d.line, err)
	}
	return s, nil
}

// Enables reports whether clogin would enable: unless the login is so already, or the
// file says not to.
func (f *File) Enables(router string) bool {
	one := func(name string) bool { return strings.Join(f.values(name, router), " ") == "1" }
	d := f.find("password", router)
	return d != nil && len(d.values) > 1 && !one("autoenable") && !one("noenable")
}

// key tells apart whose secrets a router has: the lines that they stand in.
func (f *File) key(router string) string {
	var b strings.Builder
	for _, name := range []string{"user", "userpassword", "password"} {
		if d := f.find(name, router); d != nil {
			fmt.Fprintf(&b, "-%d", d.line)
			if d.file != f.list[0].file {
				fmt.Fprintf(&b, "i")
			}
		}
	}
	return b.String()
}

// Provider gets secrets of the file. Ref.For is the router, Ref.Part is enable for the
// enable secret.
type Provider struct{}

// Kind is cloginrc.
func (Provider) Kind() string { return "cloginrc" }

// Get gives the password of a router.
func (Provider) Get(_ context.Context, r secret.Request) ([]byte, error) {
	f, err := Load(r.Value)
	if err != nil {
		return nil, secret.Failed("", "%w", err)
	}
	if r.For == "" {
		return nil, secret.Failed("give a device a credential whose password is "+r.String(), "it is not asked for a router")
	}
	get, what := f.Password, "password"
	if r.Part == "enable" {
		get, what = f.Enable, "enable password"
	}
	s, err := get(r.For)
	switch {
	case err != nil:
		return nil, secret.Failed("", "%w", err)
	case s == "":
		return nil, secret.Failed("add password GLOB {…} for it", "no line has a %s for %s", what, r.For)
	}
	return []byte(s), nil
}

// Try reads the file.
func (p Provider) Try(ctx context.Context, r inventory.Ref) error {
	if r.For == "" {
		_, err := Load(r.Value)
		return err
	}
	b, err := p.Get(ctx, secret.Request{Ref: r})
	clear(b)
	return err
}
