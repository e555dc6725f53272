package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// OpenRead opens a store to read it. One that this user may not write, or whose folder
// is read-only, is read as it lies there; any other is opened as Open does.
func OpenRead(ctx context.Context, path string) (*Store, error) {
	if _, err := os.Stat(path); err != nil || writable(path) {
		return Open(ctx, path)
	}
	s, err := readOnly(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("read store %s: %w", path, err)
	}
	return s, nil
}

// writable reports whether the file may be written, and files be made beside it.
func writable(path string) bool {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return false
	}
	_ = f.Close()
	beside, err := os.CreateTemp(filepath.Dir(path), ".headroom-*")
	if err != nil {
		return false
	}
	_ = beside.Close()
	return os.Remove(beside.Name()) == nil
}

// readOnly opens a store and writes nothing where it lies. What its writer has not yet
// put into the file stands in the log beside it: then a copy of both is read.
func readOnly(ctx context.Context, path string) (*Store, error) {
	s := &Store{path: path, Now: time.Now}
	var err error
	if st, bad := os.Stat(path + "-wal"); bad == nil && st.Size() > 0 {
		var copied string
		if copied, err = s.takeCopy(path); err == nil {
			s.read, err = connect(copied, "rw", 4)
		}
	} else {
		s.read, err = dial(path, url.Values{"mode": {"ro"}, "immutable": {"1"}}, 4)
	}
	s.db = s.read // which refuses to write
	if err == nil {
		err = current(ctx, s.read)
	}
	if err == nil {
		err = s.codecs()
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// current refuses a store of another schema, since it cannot be changed here.
func current(ctx context.Context, db *sql.DB) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	var have int
	if err := db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&have); err != nil {
		return err
	}
	if have != len(names) {
		return fmt.Errorf("its schema is version %d, this headroom reads %d, and the store may not be written: open it once as its owner, with the headroom that is newer", have, len(names))
	}
	return nil
}

// takeCopy copies the store and its log into a folder that only this user may read.
func (s *Store) takeCopy(path string) (string, error) {
	var err error
	if s.copy, err = os.MkdirTemp("", "headroom-store-*"); err != nil {
		return "", err
	}
	to := filepath.Join(s.copy, "store.db")
	for _, ext := range []string{"-wal", ""} { // the log first: what is moved meanwhile is in both
		if err := copyFile(path+ext, to+ext); err != nil {
			return "", err
		}
	}
	return to, nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
