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

// KeepSession puts a document under a name in place of was, nil = nothing.
func (s *Store) KeepSession(ctx context.Context, name string, was, doc []byte) (kept bool, err error) {
	put, args := `INSERT INTO session (name, at, doc) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, []any{name, s.Now().Unix(), string(doc)}
	if was != nil {
		put, args = `UPDATE session SET at = ?, doc = ? WHERE name = ? AND doc = ?`, []any{s.Now().Unix(), string(doc), name, string(was)}
	}
	res, err := s.db.ExecContext(ctx, put, args...)
	if err != nil {
		return false, fmt.Errorf("session %s: %w", name, err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return false, fmt.Errorf("session %s: %w", name, err)
	}
	return n == 1, nil
}
