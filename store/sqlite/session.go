package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Session gives what was kept under a name; nil = nothing.
func (s *Store) Session(ctx context.Context, name string) ([]byte, error) {
	var doc string
	switch err := s.read.QueryRowContext(ctx, `SELECT doc FROM session WHERE name = ?`, name).Scan(&doc); {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("session %s: %w", name, err)
	}
	return []byte(doc), nil
}

// KeepSession keeps a document under a name.
func (s *Store) KeepSession(ctx context.Context, name string, doc []byte) error {
	const put = `INSERT INTO session (name, at, doc) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET at = excluded.at, doc = excluded.doc`
	if _, err := s.db.ExecContext(ctx, put, name, s.Now().Unix(), string(doc)); err != nil {
		return fmt.Errorf("session %s: %w", name, err)
	}
	return nil
}
