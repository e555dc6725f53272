-- +goose Up
-- What a person made in the screens: the plan, ticks, marks.
CREATE TABLE session (
  name TEXT PRIMARY KEY,                -- of the fleet it is about
  at   INTEGER NOT NULL,                -- unix seconds: when it was kept
  doc  TEXT NOT NULL
) WITHOUT ROWID;

-- +goose Down
DROP TABLE session;
