// Package postgres keeps scans in PostgreSQL: several programs write at once, and any
// number reads.
//
// What goes in and what comes out: see store. The layout is the packed one of store/packed.
// The schema is migrated by goose under an advisory lock; a newer one than this headroom
// knows is refused. A scan is held by an advisory lock of a session, which ends with it.
// It needs PostgreSQL 14 or newer and an encoding of UTF8.
package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/klauspost/compress/zstd"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

//go:embed grants.sql
var grants string

// Store is an open store; it is a store.Store.
type Store struct {
	// Now is the clock of this machine: when scans are stored.
	Now func() time.Time
	// Patience is how long a write is tried again while the server is away; 0 = 2 min.
	Patience time.Duration

	path string // without secrets
	db   *pgxpool.Pool
	enc  *zstd.Encoder
	dec  *zstd.Decoder

	mu    sync.Mutex
	names map[string]uint64 // numbers of memories; they stay for good
}

// Open opens the store at a URL and brings its schema up to date, where this role may.
// password is that of the URL's user; nil = what libpq finds (PGPASSWORD, ~/.pgpass).
func Open(ctx context.Context, url string, password []byte) (*Store, error) {
	return open(ctx, url, password, false)
}

// OpenRead opens a store to read it; nothing can be written through it.
func OpenRead(ctx context.Context, url string, password []byte) (*Store, error) {
	return open(ctx, url, password, true)
}

func open(ctx context.Context, url string, password []byte, readOnly bool) (*Store, error) {
	cfg, path, err := config(url, password, readOnly)
	if err != nil {
		return nil, err
	}
	s := &Store{path: path, Now: time.Now, names: map[string]uint64{}}
	if s.db, err = pgxpool.NewWithConfig(ctx, cfg); err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	if err = s.current(ctx, !readOnly); err == nil {
		err = s.codecs()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open store %s: %w", path, err), s.Close())
	}
	return s, nil
}

// codecs makes what packs and unpacks transcripts.
func (s *Store) codecs() (err error) {
	if s.enc, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1)); err != nil {
		return err
	}
	// Our own captures are at most 16 MiB a session; what unpacks to more was not
	// written by us.
	s.dec, err = zstd.NewReader(nil, zstd.WithDecoderMaxMemory(256<<20))
	return err
}

// current brings the schema to the version that this headroom knows, or says why it
// cannot be used.
func (s *Store) current(ctx context.Context, may bool) error {
	var encoding string
	if err := s.db.QueryRow(ctx, `SHOW server_encoding`).Scan(&encoding); err != nil {
		return err
	}
	if encoding != "UTF8" {
		return fmt.Errorf("the database has the encoding %s: create it with ENCODING 'UTF8'", encoding)
	}
	have, err := s.version(ctx)
	if err != nil {
		return err
	}
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	switch known := len(names); {
	case have > known:
		return fmt.Errorf("its schema is version %d, this headroom knows %d: use the newer headroom that wrote it", have, known)
	case have == known:
		return nil
	case !may:
		return fmt.Errorf("its schema is version %d, this headroom reads %d: run `headroom store init` once as the owner of the database", have, known)
	}
	if err := s.migrate(ctx); err != nil {
		return fmt.Errorf("bring its schema up to date: %w (run `headroom store init` once as the owner of the database)", err)
	}
	return s.Grant(ctx)
}

// version is the number of the schema that is there; 0 = none.
func (s *Store) version(ctx context.Context) (have int, err error) {
	var there bool
	if err = s.db.QueryRow(ctx, `SELECT to_regclass('goose_db_version') IS NOT NULL`).Scan(&there); err != nil || !there {
		return 0, err
	}
	err = s.db.QueryRow(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&have)
	return have, err
}

func (s *Store) migrate(ctx context.Context) error {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	alone, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	db := stdlib.OpenDBFromPool(s.db)
	defer db.Close()
	p, err := goose.NewProvider(goose.DialectPostgres, db, sub, goose.WithSessionLocker(alone), goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// Grant gives the roles headroom_reader and headroom_writer what they need, where they
// are there.
func (s *Store) Grant(ctx context.Context) error {
	if _, err := s.db.Exec(ctx, grants); err != nil {
		return fmt.Errorf("grant the roles: %w", err)
	}
	return nil
}

// Path names the store, without secrets.
func (s *Store) Path() string { return s.path }

// Check reads every page that holds a verdict or a transcript, and gives the first
// thing that is wrong. What a transcript says is checked by its hash when it is read.
func (s *Store) Check(ctx context.Context) error {
	_, err := s.db.Exec(ctx, `SELECT count(*), sum(length(data)) FROM capture`)
	if err == nil {
		_, err = s.db.Exec(ctx, `SELECT count(doc), count(caps), count(dates), count(used) FROM reading JOIN judged ON judged.id = reading.judged LEFT JOIN carve ON carve.id = reading.carve`)
	}
	return err
}

// Close closes the store.
func (s *Store) Close() (err error) {
	if s.db != nil {
		s.db.Close()
	}
	if s.enc != nil {
		err = s.enc.Close()
	}
	if s.dec != nil {
		s.dec.Close()
	}
	return err
}
