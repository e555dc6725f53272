DO $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('headroom grants')); -- two that grant at once fail
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'headroom_reader') THEN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO headroom_reader', current_schema());
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO headroom_reader', current_schema());
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'headroom_writer') THEN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO headroom_writer', current_schema());
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO headroom_writer', current_schema());
    GRANT INSERT, UPDATE, DELETE ON scan, device, capture, visit, resource, carve, judged, reading, session TO headroom_writer;
    EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO headroom_writer', current_schema());
  END IF;
END $$;
