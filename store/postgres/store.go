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
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Store is an open store; it is a store.Store.
type Store struct {
	// Now is the clock of this machine: when scans are stored.
	Now func() time.Time
	// Patience is how long a write is tried again while the server is away; 0 = 2 min.
	Patience time.Duration

	path string // without secrets
	db   *pgxpool.Pool
	zip  *codec
	nums *numbers
	lost sync.Map // ids of scans whose claim another program took while the server was away
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
	s := &Store{path: path, Now: time.Now, nums: &numbers{known: map[string]uint64{}}}
	if s.db, err = pgxpool.NewWithConfig(ctx, cfg); err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	if err = current(ctx, s.db, !readOnly); err == nil {
		s.zip, err = newCodec()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open store %s: %w", path, err), s.Close())
	}
	return s, nil
}

// Grant gives the roles headroom_reader and headroom_writer what they need, where they
// are there.
func (s *Store) Grant(ctx context.Context) error {
	return grant(ctx, s.db)
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
func (s *Store) Close() error {
	if s.db != nil {
		s.db.Close()
	}
	if s.zip != nil {
		return s.zip.close()
	}
	return nil
}
