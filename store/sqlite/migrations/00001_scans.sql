-- +goose Up
CREATE TABLE scan (
  id       TEXT PRIMARY KEY,
  started  INTEGER NOT NULL,            -- unix microseconds
  finished INTEGER,                     -- NULL = interrupted
  version  TEXT NOT NULL,
  source   TEXT NOT NULL,               -- ssh, files
  planned  INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX scan_started ON scan (started);

CREATE TABLE device (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

-- What a device said, whole: zstd of the transcript file, by its SHA-256.
CREATE TABLE capture (
  hash TEXT PRIMARY KEY,
  size INTEGER NOT NULL,                -- bytes before compression
  data BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE visit (
  scan    TEXT NOT NULL REFERENCES scan (id) ON DELETE CASCADE,
  device  INTEGER NOT NULL REFERENCES device (id),
  capture TEXT REFERENCES capture (hash),
  file    TEXT NOT NULL DEFAULT '',
  meta    TEXT NOT NULL,                -- JSON: what the inventory knew
  cause   TEXT NOT NULL DEFAULT '',     -- why it was not read; '' = it was
  reason  TEXT NOT NULL DEFAULT '',
  state   TEXT NOT NULL,
  action  TEXT NOT NULL,
  carve   INTEGER REFERENCES carve (id),
  used    BLOB,                         -- uvarint pairs: resource number, used (see packed.go)
  PRIMARY KEY (scan, device)
) WITHOUT ROWID;

-- Names of ledger lines, numbered so that samples are small.
CREATE TABLE resource (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE             -- resource, unit and scope
);

-- Caps change only at reloads: one row for as long as they stay.
CREATE TABLE carve (
  id     INTEGER PRIMARY KEY,
  device INTEGER NOT NULL REFERENCES device (id),
  caps   BLOB NOT NULL,                 -- uvarint triples: resource number, cap, max
  UNIQUE (device, caps)
);

-- +goose Down
DROP TABLE visit;
DROP TABLE carve;
DROP TABLE resource;
DROP TABLE capture;
DROP TABLE device;
DROP TABLE scan;
