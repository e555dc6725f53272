package sqlite

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/transcript"
)

func open(t testing.TB) *Store {
	t.Helper()
	s, err := Open(context.Background(), filepath.Join(t.TempDir(), "state", "headroom.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func sample(name string, used, limit float64) store.Sample {
	return store.Sample{Name: "IPv4", Resource: fact.Resource(name), Unit: "entries", Kind: fact.CapCarve, Used: fact.Derived(used, fact.Span{}, "stored sample"), Cap: fact.Derived(limit, fact.Span{}, "stored sample")}
}

func visit(device string, at time.Time, samples ...store.Sample) *store.Visit {
	return &store.Visit{
		Device: device, Meta: store.Meta{OS: fact.IOS, Site: "fra3", Tags: []string{"edge"}},
		Transcript: &transcript.Transcript{
			Device: device, Source: "ssh", Recorded: at, Session: map[string]string{"kex": "x"},
			Records: []transcript.Record{{Kind: transcript.Command, Command: "show version", Raw: []byte("a\x00b\r\n\xff"), BodyEnd: 6, State: transcript.Complete}},
		},
		Reading: &store.Reading{Device: device, At: at.Truncate(time.Second), Judged: store.Judged{State: "ok", Action: "none"}, Samples: samples},
	}
}

func TestChangedCaptureIsAFailure(t *testing.T) {
	s, ctx, now := open(t), context.Background(), time.Now()
	_ = s.Begin(ctx, store.Scan{ID: "s", Started: now})
	for _, v := range []*store.Visit{visit("a", now), visit("b", now.Add(time.Second)), visit("c", now.Add(time.Minute))} {
		if err := s.Append(ctx, "s", v); err != nil {
			t.Fatal(err)
		}
	}
	for device, data := range map[string][]byte{"a": s.enc.EncodeAll([]byte("something else"), nil), "b": []byte("no frame")} {
		if _, err := s.db.Exec(`UPDATE capture SET data = ? WHERE hash = (SELECT capture FROM visit JOIN device ON device.id = visit.device WHERE name = ?)`, data, device); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	err := s.Visits(ctx, "s", func(v *store.Visit) error {
		if v.Failure.Cause == store.CauseDamaged && v.Transcript == nil && strings.Contains(v.Failure.Text, "damaged") {
			got = append(got, v.Device)
		}
		return nil
	})
	if err != nil || strings.Join(got, ",") != "a,b" {
		t.Errorf("damaged: %q, %v", got, err)
	}
}

func TestNewerSchemaIsRefused(t *testing.T) {
	s := open(t)
	if _, err := s.db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)`); err != nil {
		t.Fatal(err)
	}
	_, err := Open(context.Background(), s.Path())
	if err == nil || !strings.Contains(err.Error(), "newer headroom") {
		t.Errorf("err = %v", err)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("not a database, but long enough to be looked at as one"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(file, "headroom.db"), file, "/proc/headroom/headroom.db"} {
		if s, err := Open(context.Background(), path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("Open(%s) = %v, %v", path, s, err)
		}
	}
}

// The store and the files beside it hold transcripts: they are their owner's
// only, also where an older headroom made them readable by all.
func TestOnlyTheOwnerReadsAStore(t *testing.T) {
	modes := func(s *Store) string {
		var out []string
		for _, suffix := range []string{"", "-wal", "-shm"} {
			st, err := os.Stat(s.Path() + suffix)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, st.Mode().Perm().String())
		}
		return strings.Join(out, " ")
	}
	const want = "-rw------- -rw------- -rw-------"
	s := open(t)
	if got := modes(s); got != want {
		t.Errorf("a new one: %s", got)
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Chmod(s.Path()+suffix, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	again, err := Open(context.Background(), s.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got := modes(again); got != want {
		t.Errorf("an old one: %s", got)
	}
}

func TestOddPathsOpen(t *testing.T) {
	s, err := Open(context.Background(), filepath.Join(t.TempDir(), "a b?c#d%e", "headroom.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.Path()); err != nil {
		t.Errorf("the store is not where it was asked for: %v", err)
	}
}
