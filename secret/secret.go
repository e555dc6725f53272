// Package secret gets secrets by reference: env:NAME, file:PATH, vault:PATH#FIELD.
//
// What goes in: references of an inventory. What comes out: bytes that belong to the
// caller, who clears them. Every provider ends in its time; an error names the
// provider, the reference and what to do, never the secret. No secret is an argument
// or in the environment of a program that is run.
package secret

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/headroom-audit/headroom/inventory"
)

// MaxSize is how large a secret may be.
const MaxSize = 64 << 10

// Timeout is how long a provider may take; a command a minute, since it may ask a
// person.
const Timeout = 20 * time.Second

// Request is what is asked of a provider.
type Request struct {
	inventory.Ref
	What string // for the person who is asked: "password of ops (noc)"
	User string // who logs in
	Key  bool   // a private key: it has lines
}

// Provider gets secrets of one kind.
type Provider interface {
	// Kind is the word before the colon.
	Kind() string
	// Get gives a secret; the caller clears it.
	Get(ctx context.Context, r Request) ([]byte, error)
	// Try says why a secret cannot be had. It asks nobody and runs no program of the
	// person; nothing is kept.
	Try(ctx context.Context, r inventory.Ref) error
}

// KeyMaker is a provider that makes a key and has it signed.
type KeyMaker interface {
	// MakeKey gives a private key (PEM) and its certificate, where r is one of those.
	MakeKey(ctx context.Context, r Request) (key, cert []byte, made bool, err error)
}

// Error is why there is no secret.
type Error struct {
	Ref  inventory.Ref
	Err  error
	Hint string
}

func (e *Error) Error() string {
	s := e.Ref.String() + ": " + e.Err.Error()
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Failed makes an error with what to do.
func Failed(hint, format string, args ...any) error {
	return &Error{Err: fmt.Errorf(format, args...), Hint: hint}
}

// Set are the providers that are at hand.
type Set []Provider

// Find gives the provider of a kind.
func (s Set) Find(kind string) (Provider, bool) {
	for _, p := range s {
		if p.Kind() == kind {
			return p, true
		}
	}
	return nil, false
}

// Get gets a secret; nil where there is no reference. An empty one is an error: it
// would be sent as a wrong password.
func (s Set) Get(ctx context.Context, r Request) ([]byte, error) {
	if r.Kind == "" {
		return nil, nil
	}
	p, ok := s.Find(r.Kind)
	if !ok {
		return nil, fmt.Errorf("unknown kind of reference %q", r.Kind)
	}
	ctx, stop := limit(ctx, r.Kind)
	defer stop()
	b, err := p.Get(ctx, r)
	if err != nil {
		return nil, about(ctx, r.Ref, err)
	}
	if !r.Key {
		b = bytes.TrimRight(b, "\r\n")
		if bytes.ContainsAny(b, "\r\n\x00") {
			clear(b)
			return nil, fmt.Errorf("what %s gives has more than one line", r.Ref)
		}
	}
	if len(b) == 0 {
		return nil, fmt.Errorf("%s is empty", r.Ref)
	}
	return b, nil
}

// MakeKey makes a key, where the reference is one of those that do.
func (s Set) MakeKey(ctx context.Context, r Request) (key, cert []byte, made bool, err error) {
	p, _ := s.Find(r.Kind)
	m, ok := p.(KeyMaker)
	if !ok {
		return nil, nil, false, nil
	}
	ctx, stop := limit(ctx, r.Kind)
	defer stop()
	if key, cert, made, err = m.MakeKey(ctx, r); err != nil {
		err = about(ctx, r.Ref, err)
	}
	return key, cert, made, err
}

// Try says why a secret cannot be had.
func (s Set) Try(ctx context.Context, r inventory.Ref) error {
	if r.Kind == "" || r.Kind == "agent" {
		return nil
	}
	p, ok := s.Find(r.Kind)
	if !ok {
		return fmt.Errorf("unknown kind of reference %q", r.Kind)
	}
	ctx, stop := limit(ctx, r.Kind)
	defer stop()
	if err := p.Try(ctx, r); err != nil {
		return about(ctx, r, err)
	}
	return nil
}

func limit(ctx context.Context, kind string) (context.Context, context.CancelFunc) {
	switch kind {
	case "ask":
		return ctx, func() {}
	case "cmd":
		return context.WithTimeout(ctx, time.Minute)
	}
	return context.WithTimeout(ctx, Timeout)
}

// about names the reference of an error that does not yet.
func about(ctx context.Context, r inventory.Ref, err error) error {
	var e *Error
	switch {
	case errors.As(err, &e) && e.Ref.IsZero():
		e.Ref = r
		return e
	case errors.Is(err, context.DeadlineExceeded) && errors.Is(ctx.Err(), context.DeadlineExceeded):
		return &Error{Ref: r, Err: fmt.Errorf("no answer in time: %w", err), Hint: "is what " + r.Kind + " asks up, and does it wait for a person?"}
	}
	return err
}

// Close ends what the providers hold: sessions, and secrets that they keep.
func (s Set) Close() {
	for _, p := range s {
		if c, ok := p.(interface{ Close() }); ok {
			c.Close()
		}
	}
}
