-- Makes the partitions of the metric points: of the running month, of months ahead, and of every month that the
-- default partition holds points of, since a back-fill writes years at once. Points are moved under a lock on the
-- default partition alone, so that writers of other months go on.
CREATE FUNCTION ensure_metric_partitions(months_ahead int) RETURNS int LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
  this_month date := date_trunc('month', clock_timestamp())::date;
  start_day date;
  partition_name text;
  made int := 0;
BEGIN
  -- A hypertable makes its chunks itself.
  IF to_regclass('activity_metrics_default') IS NULL THEN RETURN 0; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('ensure_metric_partitions'));
  FOR start_day IN
    SELECT (this_month + make_interval(months => ahead))::date FROM generate_series(0, months_ahead) AS ahead
    UNION SELECT DISTINCT date_trunc('month', "timestamp")::date FROM activity_metrics_default
  LOOP
    partition_name := 'activity_metrics_' || to_char(start_day, 'YYYY_MM');
    CONTINUE WHEN to_regclass(partition_name) IS NOT NULL;
    LOCK TABLE activity_metrics_default IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('CREATE TABLE %I (LIKE activity_metrics INCLUDING ALL)', partition_name);
    EXECUTE format('WITH moved AS (
        DELETE FROM activity_metrics_default WHERE "timestamp" >= %L AND "timestamp" < %L RETURNING *
      ) INSERT INTO %I SELECT * FROM moved',
      start_day::timestamptz, (start_day + interval '1 month')::timestamptz, partition_name);
    EXECUTE format('ALTER TABLE activity_metrics ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
      partition_name, start_day::timestamptz, (start_day + interval '1 month')::timestamptz);
    made := made + 1;
  END LOOP;
  RETURN made;
END $$;
--> statement-breakpoint
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    EXECUTE 'SELECT create_hypertable(''activity_metrics'', ''timestamp'', chunk_time_interval => interval ''1 month'',
      create_default_indexes => false, migrate_data => true)';
    RETURN;
  END IF;
  ALTER TABLE activity_metrics RENAME TO activity_metrics_whole;
  DROP INDEX activity_metrics_point, activity_metrics_user, activity_metrics_type;
  CREATE TABLE activity_metrics (LIKE activity_metrics_whole) PARTITION BY RANGE ("timestamp");
  CREATE TABLE activity_metrics_default PARTITION OF activity_metrics DEFAULT;
  CREATE UNIQUE INDEX activity_metrics_point
    ON activity_metrics (processor, version, metric_type, user_id, "timestamp") NULLS NOT DISTINCT;
  CREATE INDEX activity_metrics_user ON activity_metrics (user_id, "timestamp" DESC NULLS FIRST);
  CREATE INDEX activity_metrics_type ON activity_metrics (metric_type, "timestamp" DESC NULLS FIRST);
  INSERT INTO activity_metrics SELECT * FROM activity_metrics_whole;
  DROP TABLE activity_metrics_whole;
END $$;
