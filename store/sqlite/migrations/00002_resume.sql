-- +goose Up
ALTER TABLE scan ADD COLUMN inventory TEXT NOT NULL DEFAULT ''; -- file it was planned from
ALTER TABLE scan ADD COLUMN filter    TEXT NOT NULL DEFAULT ''; -- which devices of it
ALTER TABLE scan ADD COLUMN devices   BLOB;                     -- names planned, zstd of lines; NULL once finished
ALTER TABLE scan ADD COLUMN metrics   TEXT NOT NULL DEFAULT ''; -- JSON of the run so far

-- +goose Down
ALTER TABLE scan DROP COLUMN metrics;
ALTER TABLE scan DROP COLUMN devices;
ALTER TABLE scan DROP COLUMN filter;
ALTER TABLE scan DROP COLUMN inventory;
