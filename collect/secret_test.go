package collect

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/headroom-audit/headroom/inventory"
)

// person answers a question when it is let to; asked hears of each question.
type person struct {
	asked   chan string
	answers chan string
	now     atomic.Int32
	t       *testing.T
}

func (p *person) ask(ctx context.Context, what string) ([]byte, error) {
	if p.now.Add(1) != 1 {
		p.t.Error("two questions at once")
	}
	defer p.now.Add(-1)
	p.asked <- what
	select {
	case s := <-p.answers:
		return []byte(s), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// stopped: not a failure of the device, which is visited by --resume.
func stopped(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Cause == CauseCancelled && errors.Is(err, context.Canceled)
}

// TestVaultAsks: who waits for a person may give up by himself, and does not
// take the secret from the others.
func TestVaultAsks(t *testing.T) {
	p := &person{asked: make(chan string), answers: make(chan string), t: t}
	creds := map[string]inventory.Credential{}
	for _, name := range []string{"a", "b"} {
		creds[name] = inventory.Credential{Name: name, User: name, Password: inventory.Ref{Kind: "ask"}}
	}
	v := NewVault(creds, Sources{Ask: p.ask})
	defer v.Close()
	type got struct {
		l   Login
		err error
	}
	get := func(ctx context.Context, name string) <-chan got {
		out := make(chan got, 1)
		go func() {
			l, err := v.Get(ctx, name)
			out <- got{l, err}
		}()
		return out
	}
	first, cancel := context.WithCancel(t.Context())
	one := get(first, "a")
	<-p.asked
	gone, leave := context.WithCancel(t.Context())
	two, three, other := get(gone, "a"), get(t.Context(), "a"), get(t.Context(), "b")
	leave()
	if g := <-two; !stopped(g.err) {
		t.Errorf("who left while another asked got %v", g.err)
	}
	cancel()
	if g := <-one; !stopped(g.err) {
		t.Errorf("who asked and left got %v", g.err)
	}
	for range 2 { // of a, by who waited, and of b, in any order
		what := <-p.asked
		p.answers <- what
	}
	for name, c := range map[string]<-chan got{"a": three, "b": other} {
		if g, want := <-c, "password of "+name+" ("+name+")"; g.err != nil || string(g.l.Password) != want {
			t.Errorf("%s: %q %v", name, g.l.Password, g.err)
		}
	}
	if g := <-get(t.Context(), "a"); g.err != nil {
		t.Errorf("what is known was asked for again: %v", g.err)
	}
}

// TestVaultClosesWhileAsked: a secret that comes too late is not kept.
func TestVaultClosesWhileAsked(t *testing.T) {
	p := &person{asked: make(chan string), answers: make(chan string), t: t}
	v := NewVault(map[string]inventory.Credential{"a": {Name: "a", User: "a", Password: inventory.Ref{Kind: "ask"}}}, Sources{Ask: p.ask})
	failed := make(chan error, 1)
	go func() {
		_, err := v.Get(t.Context(), "a")
		failed <- err
	}()
	<-p.asked
	v.Close()
	p.answers <- "hunter-2"
	if err := <-failed; err == nil || len(v.Known()) != 0 {
		t.Errorf("%v, %q", err, v.Known())
	}
}
