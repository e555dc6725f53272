-- +goose Up
-- What dashboards of other programs may rely on: the names and columns of these views
-- stay. What is not known is NULL, never 0.

-- The whole numbers that are packed behind one another (LEB128).
-- +goose StatementBegin
CREATE FUNCTION headroom_uvarints(b bytea) RETURNS numeric[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  found numeric[] := '{}';
  n     numeric := 0;
  unit  numeric := 1;
  c     integer;
BEGIN
  FOR i IN 0 .. length(b) - 1 LOOP
    c := get_byte(b, i);
    n := n + (c & 127) * unit;
    IF c < 128 THEN
      found := found || n;
      n := 0;
      unit := 1;
    ELSE
      unit := unit * 128;
    END IF;
  END LOOP;
  RETURN found;
END $$;
-- +goose StatementEnd

-- A figure: 0 unknown, 2n+1 the whole number n, 2n+2 thousandths.
CREATE FUNCTION headroom_figure(n numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN CASE WHEN n = 0 THEN NULL WHEN n % 2 = 1 THEN trim_scale((n - 1) / 2) ELSE trim_scale((n - 2) / 2000) END;

-- A day, packed as days from 1970 on plus one; 0 = none.
CREATE FUNCTION headroom_day(n numeric) RETURNS date LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN CASE WHEN n = 0 OR n > 2000000 THEN NULL ELSE DATE '1970-01-01' + (n - 1)::integer END;

-- Every device in every scan, as it was judged on its day.
CREATE VIEW headroom_history AS
SELECT device.name AS device, scan.id AS scan, reading.at,
  judged.doc ->> 'state' AS state, judged.doc ->> 'action' AS action,
  judged.doc ->> 'pool' AS worst_pool,
  nullif(judged.doc ->> 'cause', '') AS not_read,
  coalesce((judged.doc ->> 'complete')::boolean, false) AS complete,
  judged.doc ->> 'os' AS os, judged.doc ->> 'family' AS family, judged.doc ->> 'model' AS model,
  judged.doc ->> 'version' AS version, judged.doc ->> 'site' AS site, judged.doc ->> 'role' AS role,
  judged.doc ->> 'runs_out' AS run_out_pool,
  headroom_day(d.list[2]) AS run_out_low, headroom_day(d.list[3]) AS run_out_median, headroom_day(d.list[4]) AS run_out_high,
  reading.device AS device_id, reading.scan AS scan_seq
FROM reading
  JOIN device ON device.id = reading.device
  JOIN scan ON scan.seq = reading.scan
  JOIN judged ON judged.id = reading.judged
  CROSS JOIN LATERAL (SELECT headroom_uvarints(reading.dates) AS list) AS d;

-- What is known last of every device.
CREATE VIEW headroom_device AS
SELECT h.* FROM device
  CROSS JOIN LATERAL (SELECT reading.at, reading.scan FROM reading WHERE reading.device = device.id ORDER BY reading.at DESC, reading.scan DESC LIMIT 1) AS newest
  JOIN headroom_history AS h ON h.device_id = device.id AND h.at = newest.at AND h.scan_seq = newest.scan;

-- The memories of one reading.
-- +goose StatementBegin
CREATE FUNCTION headroom_samples(caps bytea, used bytea)
  RETURNS TABLE (pool text, resource text, instance text, unit text, kind text, used_now numeric, cap numeric, maximum numeric, free numeric)
  LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
  WITH packed AS (SELECT headroom_uvarints(caps) AS c, headroom_uvarints(used) AS u),
  rows AS (
    SELECT i, string_to_array(r.name, E'\t') AS key, c[3 * i - 1] AS cap, c[3 * i] AS maximum, u
    FROM packed CROSS JOIN generate_series(1, cardinality(c) / 3) AS i JOIN resource AS r ON r.id = c[3 * i - 2]
  ),
  placed AS (
    SELECT *, key[5] = 'estimate' AS floats, key[6] IS NOT DISTINCT FROM 'free' AS has_free,
      (sum(1 + (key[5] = 'estimate')::integer + (key[6] IS NOT DISTINCT FROM 'free')::integer) OVER (ORDER BY i))::integer AS upto
    FROM rows
  )
  SELECT key[4] || CASE WHEN key[3] = '' THEN '' ELSE ' (' || key[3] || ')' END, key[1], nullif(key[3], ''), key[2], key[5],
    headroom_figure(u[upto - floats::integer - has_free::integer]),
    CASE WHEN floats THEN headroom_figure(u[upto - has_free::integer]) ELSE headroom_figure(placed.cap) END,
    headroom_figure(placed.maximum),
    CASE WHEN has_free THEN headroom_figure(u[upto]) END
  FROM placed ORDER BY i;
END;
-- +goose StatementEnd

-- Every memory of every device, as it was read last. run_out_… stands where this is the
-- memory that is full first.
CREATE VIEW headroom_pool AS
SELECT h.device, h.scan, h.at, h.state, h.site, h.role, h.family, s.pool, s.resource, s.instance, s.unit, s.kind,
  s.used_now AS used, s.cap, s.maximum, s.free, s.pool = h.worst_pool AS worst,
  CASE WHEN s.pool = h.run_out_pool THEN h.run_out_low END AS run_out_low,
  CASE WHEN s.pool = h.run_out_pool THEN h.run_out_median END AS run_out_median,
  CASE WHEN s.pool = h.run_out_pool THEN h.run_out_high END AS run_out_high
FROM headroom_device AS h
  JOIN reading ON reading.device = h.device_id AND reading.at = h.at AND reading.scan = h.scan_seq
  JOIN carve ON carve.id = reading.carve
  CROSS JOIN LATERAL headroom_samples(carve.caps, reading.used) AS s;

-- The same in every scan; ask for one device at a time.
CREATE VIEW headroom_pool_history AS
SELECT h.device, h.scan, h.at, h.state, s.pool, s.resource, s.instance, s.unit, s.kind, s.used_now AS used, s.cap, s.maximum, s.free
FROM headroom_history AS h
  JOIN reading ON reading.device = h.device_id AND reading.at = h.at AND reading.scan = h.scan_seq
  JOIN carve ON carve.id = reading.carve
  CROSS JOIN LATERAL headroom_samples(carve.caps, reading.used) AS s;

-- The scans.
CREATE VIEW headroom_scan AS
SELECT scan.id AS scan, scan.started, scan.stored, scan.finished, scan.version, scan.source, scan.planned, scan.inventory,
  (SELECT count(*) FROM reading WHERE reading.scan = scan.seq) AS read
FROM scan;

-- +goose Down
DROP VIEW headroom_scan, headroom_pool_history, headroom_pool, headroom_device, headroom_history;
DROP FUNCTION headroom_samples, headroom_day, headroom_figure, headroom_uvarints;
