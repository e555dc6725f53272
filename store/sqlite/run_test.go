package sqlite

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/gofrs/flock"
)

// Who locked the lock file after its holder removed it does not hold the scan:
// another one may have made a new file.
func TestALockFileThatIsGoneHoldsNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.lock")
	l := flock.New(path)
	if held, err := l.TryLock(); !held || err != nil {
		t.Fatal(held, err)
	}
	defer l.Close()
	for _, c := range []struct {
		name string
		do   func() error
		want bool
	}{
		{"there", func() error { return nil }, true},
		{"removed", func() error { return os.Remove(path) }, false},
		{"removed, remade", func() error { return os.WriteFile(path, nil, 0o600) }, false},
	} {
		if err := c.do(); err != nil {
			t.Fatal(err)
		}
		if ok, err := stands(l); ok != c.want || err != nil {
			t.Errorf("%s: stands %v, %v", c.name, ok, err)
		}
	}
}

func TestANewStoreMayBeOpenedByManyAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "headroom.db")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			s, err := Open(context.Background(), path)
			if err != nil {
				t.Error(err)
				return
			}
			_ = s.Close()
		})
	}
	all.Wait()
}
