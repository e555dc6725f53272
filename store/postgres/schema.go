package postgres

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

//go:embed grants.sql
var grants string

// current brings the schema to the version that this headroom knows, or says why it
// cannot be used.
func current(ctx context.Context, db *pgxpool.Pool, may bool) error {
	var encoding string
	if err := db.QueryRow(ctx, `SHOW server_encoding`).Scan(&encoding); err != nil {
		return err
	}
	if encoding != "UTF8" {
		return fmt.Errorf("the database has the encoding %s: create it with ENCODING 'UTF8'", encoding)
	}
	have, err := version(ctx, db)
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
	if err := migrate(ctx, db); err != nil {
		return fmt.Errorf("bring its schema up to date: %w (run `headroom store init` once as the owner of the database)", err)
	}
	return grant(ctx, db)
}

// version is the number of the schema that is there; 0 = none.
func version(ctx context.Context, db *pgxpool.Pool) (have int, err error) {
	var there bool
	if err = db.QueryRow(ctx, `SELECT to_regclass('goose_db_version') IS NOT NULL`).Scan(&there); err != nil || !there {
		return 0, err
	}
	err = db.QueryRow(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&have)
	return have, err
}

func migrate(ctx context.Context, pool *pgxpool.Pool) error {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	alone, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	db := stdlib.OpenDBFromPool(pool)
	defer db.Close() //nolint:errcheck // the pool stays
	p, err := goose.NewProvider(goose.DialectPostgres, db, sub, goose.WithSessionLocker(alone), goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

func grant(ctx context.Context, db *pgxpool.Pool) error {
	if _, err := db.Exec(ctx, grants); err != nil {
		return fmt.Errorf("grant the roles: %w", err)
	}
	return nil
}
