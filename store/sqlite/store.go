// Package sqlite keeps scans in one SQLite file, opened by one writer and any number
// of readers.
//
// What goes in and what comes out: see store. Transcripts are packed and kept once by
// their hash; verdicts, caps and names that stay are rows of their own. The schema is
// migrated by goose; a newer one than this headroom knows is refused.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
	"github.com/klauspost/compress/zstd"
	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver

	"github.com/headroom-audit/headroom/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store is an open store; it is a store.Store.
type Store struct {
	// Now is the clock of this machine: when scans are stored.
	Now func() time.Time

	path string
	db   *sql.DB // the writer: one connection
	read *sql.DB
	enc  *zstd.Encoder
	dec  *zstd.Decoder
	copy string // folder of the copy that is read; "" = the store itself
}

// Open opens the store at path, making it and its folder where they are not
// there, and brings its schema up to date. It holds transcripts: only its owner
// may read it.
func Open(ctx context.Context, path string) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	s := &Store{path: path, Now: time.Now}
	err := alone(path, func() (err error) {
		if err = create(path); err != nil {
			return err
		}
		if s.db, err = connect(path, "rwc", 1); err != nil {
			return err
		}
		closeToOthers(path)
		return migrate(ctx, s.db)
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open store %s: %w", path, err), s.Close())
	}
	if s.read, err = connect(path, "ro", 4); err != nil {
		return nil, errors.Join(fmt.Errorf("open store %s: %w", path, err), s.Close())
	}
	if err := s.codecs(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// codecs makes what packs and unpacks transcripts.
func (s *Store) codecs() (err error) {
	if s.enc, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1)); err != nil {
		return err
	}
	// Our own captures are at most 16 MiB a session; a file that unpacks to more
	// was not written by us.
	s.dec, err = zstd.NewReader(nil, zstd.WithDecoderMaxMemory(256<<20))
	return err
}

// create makes an empty store that only its owner may read, where there is
// none: SQLite would make it readable by all, and gives the files beside it the
// mode of the store. One that is there is not opened here: closing it would take
// the locks that this process has on it away.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// closeToOthers mends the mode of a store of ours that an older headroom made. A
// file system that knows no modes is taken as it is.
func closeToOthers(path string) {
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		st, err := os.Stat(name)
		if err != nil || !st.Mode().IsRegular() || st.Mode().Perm()&0o077 == 0 {
			continue
		}
		if ours(st) {
			_ = os.Chmod(name, 0o600)
		}
	}
}

func connect(path, mode string, conns int) (*sql.DB, error) {
	q := url.Values{}
	q.Set("mode", mode)
	for _, p := range []string{"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(NORMAL)", "foreign_keys(1)"} {
		q.Add("_pragma", p)
	}
	q.Set("_txlock", "immediate")
	return dial(path, q, conns)
}

func dial(path string, q url.Values, conns int) (*sql.DB, error) {
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}).String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(conns)
	return db, db.Ping()
}

// alone runs f while no other process does so for the same store: two that make
// it at the same time would both make its tables. A file system that knows no
// locks is taken as it is.
func alone(path string, f func() error) error {
	l := flock.New(path + ".lock")
	_ = l.Lock()
	defer func() { _ = l.Close() }()
	return f()
}

func migrate(ctx context.Context, db *sql.DB) error {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, sub)
	if err != nil {
		return err
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	sources := p.ListSources()
	if known := sources[len(sources)-1].Version; have > known {
		return fmt.Errorf("its schema is version %d, this headroom knows %d: use the newer headroom that wrote it", have, known)
	}
	_, err = p.Up(ctx)
	return err
}

// Check looks at every page of the store and gives the first thing that is wrong.
func (s *Store) Check(ctx context.Context) error {
	var said string
	if err := s.read.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&said); err != nil {
		return err
	}
	if said != "ok" {
		return errors.New(said)
	}
	return nil
}

// Path is where the store lies.
func (s *Store) Path() string { return s.path }

// Close closes the store.
func (s *Store) Close() error {
	var errs []error
	if s.read != nil {
		errs = append(errs, s.read.Close())
	}
	if s.db != nil {
		errs = append(errs, s.db.Close())
	}
	if s.copy != "" {
		errs = append(errs, os.RemoveAll(s.copy))
	}
	if s.enc != nil {
		errs = append(errs, s.enc.Close())
	}
	if s.dec != nil {
		s.dec.Close()
	}
	return errors.Join(errs...)
}

const scanColumns = `SELECT id, started, stored, finished, version, source, planned, inventory, filter, metrics,
  coalesce(nullif((SELECT count(*) FROM visit WHERE visit.scan = scan.id), 0), (SELECT count(*) FROM reading WHERE reading.scan = scan.seq)) FROM scan`

// newestFirst orders scans by their clock, but none later than it was stored; those
// that were stored in the future (the machine's clock was wrong then) come last. Its
// argument is the time it is.
const newestFirst = ` ORDER BY min(started, stored) > ?, min(started, stored) DESC, seq DESC`

func (s *Store) latest() int64 { return s.Now().Add(store.ClockSlack).UnixMicro() }

// Scans lists the heads of all scans, newest first.
func (s *Store) Scans(ctx context.Context) ([]store.Scan, error) {
	rows, err := s.read.QueryContext(ctx, scanColumns+newestFirst, s.latest())
	if err != nil {
		return nil, fmt.Errorf("list scans: %w", err)
	}
	defer rows.Close()
	var out []store.Scan
	for rows.Next() {
		sc, err := scanRow(rows)
		if err != nil {
			return nil, fmt.Errorf("list scans: %w", err)
		}
		out = append(out, sc)
	}
	return out, rows.Err()
}

// Scan gives the head of one scan by its id, or by a prefix that only it has;
// ErrNoScan where there is none.
func (s *Store) Scan(ctx context.Context, id string) (store.Scan, error) {
	rows, err := s.read.QueryContext(ctx, scanColumns+` WHERE id = ? OR substr(id, 1, length(?)) = ? ORDER BY id = ? DESC, seq DESC LIMIT 2`, id, id, id, id)
	if err != nil {
		return store.Scan{}, fmt.Errorf("read scan %s: %w", id, err)
	}
	defer rows.Close()
	var found []store.Scan
	for rows.Next() {
		sc, err := scanRow(rows)
		if err != nil {
			return store.Scan{}, fmt.Errorf("read scan %s: %w", id, err)
		}
		found = append(found, sc)
	}
	switch {
	case rows.Err() != nil:
		return store.Scan{}, rows.Err()
	case len(found) == 0 || id == "":
		return store.Scan{}, fmt.Errorf("scan %q: %w", id, store.ErrNoScan)
	case len(found) == 2 && found[0].ID != id:
		return store.Scan{}, fmt.Errorf("scan %q: several scans start so: write more of the id", id)
	}
	return found[0], nil
}

// Newest gives the head of the newest scan that has a visit; ErrNoScan where
// the store is empty.
func (s *Store) Newest(ctx context.Context) (store.Scan, error) {
	row := s.read.QueryRowContext(ctx, scanColumns+` WHERE EXISTS (SELECT 1 FROM visit WHERE visit.scan = scan.id)`+newestFirst+` LIMIT 1`, s.latest())
	sc, err := scanRow(row)
	if errors.Is(err, sql.ErrNoRows) {
		return store.Scan{}, fmt.Errorf("newest scan: %w", store.ErrNoScan)
	}
	return sc, err
}

func scanRow(row interface{ Scan(...any) error }) (store.Scan, error) {
	var sc store.Scan
	var started, stored int64
	var finished sql.NullInt64
	err := row.Scan(&sc.ID, &started, &stored, &finished, &sc.Version, &sc.Source, &sc.Planned, &sc.Inventory, &sc.Filter, &sc.Metrics, &sc.Visited)
	if len(sc.Metrics) == 0 {
		sc.Metrics = nil
	}
	sc.Started, sc.Stored = time.UnixMicro(started).UTC(), time.UnixMicro(stored).UTC()
	if finished.Valid {
		sc.Finished = time.UnixMicro(finished.Int64).UTC()
	}
	return sc, err
}
