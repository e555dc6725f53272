package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/headroom-audit/headroom/store"
)

// Hold claims a scan for this process until release is called or the process ends,
// however it ends; ErrHeld where another one has it. Where the server restarts, the
// claim is taken anew as soon as it answers; where another process was quicker, Append
// refuses what is left of the scan.
func (s *Store) Hold(id string) (release func(), err error) {
	ctx, stop := context.WithCancel(context.Background())
	c, err := claim(ctx, s.db, id)
	if err != nil {
		stop()
		return nil, fmt.Errorf("hold scan %s: %w", id, err)
	}
	var done sync.WaitGroup
	s.lost.Delete(id)
	done.Go(func() { keep(ctx, s.db, id, c, func() { s.lost.Store(id, true) }) })
	return func() { stop(); done.Wait() }, nil
}

// lockEvery is how often a lock is looked after.
const lockEvery = 5 * time.Second

// keep looks after a lock until ctx ends, then gives it back; lost is called where
// another session took it.
func keep(ctx context.Context, db *pgxpool.Pool, id string, c *pgxpool.Conn, lost func()) {
	every := time.NewTicker(lockEvery)
	defer every.Stop()
	for {
		select {
		case <-ctx.Done():
			unlock(c)
			return
		case <-every.C:
		}
		if answers(ctx, c) {
			continue
		}
		if ctx.Err() != nil {
			continue
		}
		unlock(c)
		var err error
		if c, err = claim(ctx, db, id); errors.Is(err, store.ErrHeld) {
			lost()
			return
		}
	}
}

// answers reports whether the session of a lock is alive.
func answers(ctx context.Context, c *pgxpool.Conn) bool {
	ctx, stop := context.WithTimeout(ctx, lockEvery)
	defer stop()
	return c != nil && c.Ping(ctx) == nil
}

// claim takes the advisory lock of an id, and the session that it belongs to.
func claim(ctx context.Context, db *pgxpool.Pool, id string) (*pgxpool.Conn, error) {
	ctx, stop := context.WithTimeout(ctx, 30*time.Second)
	defer stop()
	c, err := db.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	var held bool
	err = c.QueryRow(ctx, `SELECT pg_try_advisory_lock($1, hashtext(current_schema()))`, lockKey(id)).Scan(&held)
	if err == nil && !held {
		err = store.ErrHeld
	}
	if err != nil {
		c.Release()
		return nil, err
	}
	return c, nil
}

// unlock ends the session, and with it the lock.
func unlock(c *pgxpool.Conn) {
	if c == nil {
		return
	}
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Second)
	defer stop()
	conn := c.Hijack()
	_, _ = conn.Exec(ctx, `SELECT pg_advisory_unlock_all()`) // the server notices a closed session a moment later
	_ = conn.Close(ctx)
}

// lockKey is the number of a lock: two ids that share one only wait for each other.
func lockKey(id string) int32 {
	sum := sha256.Sum256([]byte("headroom scan " + id))
	return int32(binary.BigEndian.Uint32(sum[:4]))
}
