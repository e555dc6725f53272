package jetstream_test

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/nats-io/nats.go"

	"github.com/headroom-audit/headroom/work"
	"github.com/headroom-audit/headroom/work/jetstream"
	"github.com/headroom-audit/headroom/work/worktest"
)

func start(t *testing.T) *nats.Conn {
	t.Helper()
	s, err := jetstream.Start(jetstream.ServerConfig{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	conn, err := s.Connect()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	return conn
}

func TestJetStreamIsAQueue(t *testing.T) {
	conn := start(t)
	var made atomic.Int32
	worktest.Run(t, func(t *testing.T, o work.Options) work.Queue {
		q, err := jetstream.Open(t.Context(), conn, jetstream.Config{Name: fmt.Sprint("region", made.Add(1)), Memory: true, Options: o})
		if err != nil {
			t.Fatal(err)
		}
		return q
	})
}

// A queue that is full takes no more, and forgets nothing of what it has.
func TestBackPressure(t *testing.T) {
	q, err := jetstream.Open(t.Context(), start(t), jetstream.Config{Name: "small", Most: 3})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		if _, err := q.Put(fmt.Sprint(i)); (i >= 3) != errors.Is(err, jetstream.ErrFull) {
			t.Errorf("put %d: %v", i, err)
		}
	}
	for i := range 3 {
		l, err := q.Take(t.Context())
		if err != nil || l.ID() != fmt.Sprint(i) {
			t.Fatal(l, err)
		}
		if err := l.Done(); err != nil {
			t.Error(err)
		}
	}
	if _, err := q.Put("4"); err != nil {
		t.Errorf("there is room again: %v", err)
	}
}

// What was put is there after the server was started again, and known again; the bytes of
// a job come with its id.
func TestServerStartsAgain(t *testing.T) {
	dir := t.TempDir()
	run := func(use func(*jetstream.Queue)) {
		s, err := jetstream.Start(jetstream.ServerConfig{Dir: dir, Sync: true})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Stop()
		conn, err := s.Connect()
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		q, err := jetstream.Open(t.Context(), conn, jetstream.Config{Name: "fra3"})
		if err != nil {
			t.Fatal(err)
		}
		use(q)
	}
	run(func(q *jetstream.Queue) {
		if _, err := q.PutJob("scan/a", []byte("job")); err != nil {
			t.Fatal(err)
		}
	})
	run(func(q *jetstream.Queue) {
		if dup, err := q.PutJob("scan/a", []byte("job")); err != nil || !dup {
			t.Errorf("put again: %v, %v", dup, err)
		}
		l, err := q.Take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if job := l.(*jetstream.Lease).Job(); l.ID() != "scan/a" || string(job) != "job" {
			t.Errorf("took %s %q", l.ID(), job)
		}
	})
}

// Over a network nobody is let in without a certificate and a right.
func TestOpenToEverybodyIsRefused(t *testing.T) {
	for _, listen := range []string{"0.0.0.0", "192.0.2.1", "hub.example.net", "::"} {
		s, err := jetstream.Start(jetstream.ServerConfig{Dir: t.TempDir(), Listen: listen, Port: -1})
		if err == nil {
			s.Stop()
			t.Errorf("it listens on %s", listen)
		} else if !strings.Contains(err.Error(), "needs certificates") {
			t.Error(err)
		}
	}
}
