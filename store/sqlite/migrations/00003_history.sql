-- +goose Up
ALTER TABLE scan ADD COLUMN stored INTEGER NOT NULL DEFAULT 0; -- unix microseconds, by the clock of the machine; started may be told
ALTER TABLE scan ADD COLUMN seq    INTEGER;                    -- the order in which scans were stored
UPDATE scan SET stored = started,
  seq = (SELECT count(*) FROM scan AS o WHERE o.started < scan.started OR o.started = scan.started AND o.id <= scan.id);
CREATE UNIQUE INDEX scan_seq ON scan (seq);

-- What was kept of a visit beside its transcript moves to reading.
CREATE TABLE visited (
  scan    TEXT NOT NULL REFERENCES scan (id) ON DELETE CASCADE,
  device  INTEGER NOT NULL REFERENCES device (id),
  capture TEXT REFERENCES capture (hash),
  file    TEXT NOT NULL DEFAULT '',
  meta    TEXT NOT NULL,                -- JSON: what the inventory knew
  cause   TEXT NOT NULL DEFAULT '',     -- why it was not read; '' = it was
  reason  TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (scan, device)
) WITHOUT ROWID;
INSERT INTO visited SELECT scan, device, capture, file, meta, cause, reason FROM visit;
DROP TABLE visit;
ALTER TABLE visited RENAME TO visit;
CREATE INDEX visit_capture ON visit (capture);
DELETE FROM carve;
DELETE FROM resource;

-- What a scan judged of a device: one row for as long as it stays.
CREATE TABLE judged (
  id     INTEGER PRIMARY KEY,
  device INTEGER NOT NULL REFERENCES device (id),
  doc    TEXT NOT NULL,                 -- JSON: store.Judged
  UNIQUE (device, doc)
);

-- One device in one scan, by device: its past is read in one go.
CREATE TABLE reading (
  device INTEGER NOT NULL REFERENCES device (id),
  at     INTEGER NOT NULL,              -- unix seconds: when the device said it
  scan   INTEGER NOT NULL REFERENCES scan (seq) ON DELETE CASCADE,
  judged INTEGER NOT NULL REFERENCES judged (id),
  carve  INTEGER REFERENCES carve (id),
  dates  BLOB,                          -- uvarints: booted, runs out (see packed.go)
  used   BLOB,                          -- figures in the order of the carve (see packed.go)
  PRIMARY KEY (device, at, scan)
) WITHOUT ROWID;
CREATE INDEX reading_scan ON reading (scan);

-- +goose Down
DROP TABLE reading;
DROP TABLE judged;
DROP INDEX scan_seq;
ALTER TABLE scan DROP COLUMN seq;
ALTER TABLE scan DROP COLUMN stored;
