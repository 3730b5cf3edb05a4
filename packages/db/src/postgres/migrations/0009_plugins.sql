-- Plugins: what is installed, in which revisions, how each runs, and where each failed.
--
-- A revision is code of one version under one configuration. Its states and checkpoints carry its name in the
-- column "version". One revision of a plugin is live: queries show its states and it alone derives events. A
-- shadow is built beside it from the log, never further than the live one, and derives nothing.
CREATE TABLE plugin (
  plugin_id text PRIMARY KEY,
  kind text NOT NULL,
  -- The manifest as JSON: titles, topics, windows, emits, and the JSON Schema of the configuration.
  manifest jsonb NOT NULL,
  -- shipped: in the hub's own catalogue; installed: runs in a process of its own.
  provenance text NOT NULL,
  -- Why it cannot run; null when it can.
  refusal text,
  enabled boolean NOT NULL DEFAULT true,
  paused boolean NOT NULL DEFAULT false,
  -- Raised to ask for a restart.
  restarts int NOT NULL DEFAULT 0,
  live_revision text,
  installed_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
--> statement-breakpoint
CREATE TABLE plugin_revision (
  plugin_id text NOT NULL REFERENCES plugin,
  -- The version of the code, and with another configuration than the first its number: 1.2.0, 1.2.0+2.
  revision text NOT NULL,
  plugin_version text NOT NULL,
  config jsonb NOT NULL,
  -- shadow → live → retired → live again (a way back); shadow → discarded.
  state text NOT NULL CHECK (state IN ('shadow', 'live', 'retired', 'discarded')),
  note text,
  made_by text NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  promoted_by text,
  promoted_at timestamptz,
  PRIMARY KEY (plugin_id, revision)
);
--> statement-breakpoint
CREATE UNIQUE INDEX plugin_revision_live ON plugin_revision (plugin_id) WHERE state = 'live';
--> statement-breakpoint
CREATE TABLE plugin_log (
  log_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  plugin_id text NOT NULL,
  revision text,
  at timestamptz NOT NULL DEFAULT now(),
  level text NOT NULL,
  message text NOT NULL,
  fields jsonb NOT NULL DEFAULT '{}'
);
--> statement-breakpoint
CREATE INDEX plugin_log_newest ON plugin_log (plugin_id, log_id DESC);
--> statement-breakpoint
-- Events a plugin failed at. The event itself lies in the log; its place leads to its bytes.
CREATE TABLE plugin_error (
  processor text NOT NULL,
  version text NOT NULL,
  lane smallint NOT NULL,
  "offset" bigint NOT NULL,
  event_id uuid NOT NULL,
  reason text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (processor, version, lane, "offset")
);
--> statement-breakpoint
CREATE INDEX plugin_error_newest ON plugin_error (processor, at DESC);
--> statement-breakpoint
-- How every processor runs, as the process that runs it last said.
CREATE TABLE processor_status (
  processor text NOT NULL,
  version text NOT NULL,
  condition text NOT NULL,
  reason text,
  lag_events bigint NOT NULL,
  lag_seconds double precision NOT NULL,
  -- Since the process began.
  events bigint NOT NULL,
  faults bigint NOT NULL,
  busy_seconds double precision NOT NULL,
  events_per_second double precision NOT NULL,
  memory_mb double precision,
  started_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (processor, version)
);
--> statement-breakpoint
ALTER TABLE checkpoint
  -- Events are derived only for what lies behind it: a plugin that catches up with history announces nothing.
  ADD COLUMN derives_after bigint NOT NULL DEFAULT 0,
  -- Set on the live revision when another takes over: its running batches are fenced.
  ADD COLUMN frozen boolean NOT NULL DEFAULT false,
  -- What "lane" counts: a lane of the log, or a bucket of an inbox.
  ADD COLUMN of_inbox boolean NOT NULL DEFAULT false;
--> statement-breakpoint
-- Up to which instant deadlines of a state have been fired: an event of an earlier time comes late.
ALTER TABLE processor_state ADD COLUMN fired_until timestamptz;
--> statement-breakpoint
-- Keys wider than a stream. The consumer of a lane writes which key each event belongs to, and the consumer of a
-- bucket (a hash of the key) folds them. A bucket is numbered without gaps in visible order, as a lane is, so
-- everything that is true of a lane's reader is true of a bucket's. Rows stay: they are the history of a key.
CREATE TABLE inbox_head (
  processor text NOT NULL,
  version text NOT NULL,
  bucket smallint NOT NULL,
  head bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (processor, version, bucket)
);
--> statement-breakpoint
CREATE TABLE inbox (
  processor text NOT NULL,
  version text NOT NULL,
  bucket smallint NOT NULL,
  place bigint NOT NULL,
  lane smallint NOT NULL,
  "offset" bigint NOT NULL,
  key text NOT NULL,
  PRIMARY KEY (processor, version, bucket, place)
);
--> statement-breakpoint
CREATE INDEX inbox_key ON inbox (processor, version, key, place);
--> statement-breakpoint
-- Which events were taken back, by which correction. Follows from the log alone.
CREATE TABLE event_correction (
  event_id uuid PRIMARY KEY,
  -- voided, replaced or superseded
  kind text NOT NULL,
  corrected_by uuid NOT NULL,
  lane smallint NOT NULL,
  "offset" bigint NOT NULL,
  reason text,
  recorded_at timestamptz NOT NULL
);
--> statement-breakpoint
-- One point per instant, so that a fold that is repeated or begins again writes no second one.
CREATE UNIQUE INDEX activity_metrics_point
  ON activity_metrics (processor, version, metric_type, user_id, "timestamp") NULLS NOT DISTINCT;
--> statement-breakpoint
CREATE FUNCTION append_inbox(
  of_processor text, of_version text, buckets smallint[], keys text[], lanes smallint[], offsets bigint[]
) RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
  INSERT INTO inbox_head (processor, version, bucket)
    SELECT DISTINCT of_processor, of_version, wanted.bucket FROM unnest(buckets) AS wanted (bucket)
    ORDER BY wanted.bucket ON CONFLICT DO NOTHING;
  -- In one order by everybody, and held to the commit: places become visible without gaps, in order.
  PERFORM 1 FROM inbox_head WHERE processor = of_processor AND version = of_version AND bucket = ANY (buckets)
    ORDER BY bucket FOR NO KEY UPDATE;
  INSERT INTO inbox (processor, version, bucket, place, lane, "offset", key)
    SELECT of_processor, of_version, sent.bucket,
      inbox_head.head + row_number() OVER (PARTITION BY sent.bucket ORDER BY sent.i), sent.lane, sent.place, sent.key
    FROM unnest(buckets, keys, lanes, offsets) WITH ORDINALITY AS sent (bucket, key, lane, place, i)
    JOIN inbox_head ON inbox_head.processor = of_processor AND inbox_head.version = of_version
      AND inbox_head.bucket = sent.bucket;
  UPDATE inbox_head SET head = head + grown.events
    FROM (SELECT wanted.bucket, count(*) AS events FROM unnest(buckets) AS wanted (bucket) GROUP BY wanted.bucket) AS grown
    WHERE processor = of_processor AND version = of_version AND inbox_head.bucket = grown.bucket;
END $$;
--> statement-breakpoint
DROP FUNCTION finish_batch(text, text, smallint, bigint, bigint, text[], text[], text[], uuid[], text, text,
  timestamptz[], uuid[], timestamptz[], timestamptz[], text[], text[], int[], jsonb, timestamptz[], uuid[], text[],
  double precision[], uuid[], smallint[], bytea, bytea, text[], text[], timestamptz[], timestamptz[], date[], text[],
  text[], text[], uuid[], uuid[], uuid[], text[], text, text);
--> statement-breakpoint
-- As in 0002, with what plugins need: a state may vanish, events the plugin failed at are kept with their reason,
-- keys of an inbox are handed on, and a batch made before a promotion is fenced after it.
CREATE FUNCTION finish_batch(
  of_processor text, of_version text, of_lane smallint, from_offset bigint, to_offset bigint,
  -- What the batch was made under: a promotion in between fences it, because it changes what may be derived.
  derives_after bigint, complete_through timestamptz,
  keys text[], kinds text[], starts text[], users uuid[], states text, views text, deadlines timestamptz[],
  last_ids uuid[], last_occurred timestamptz[], last_recorded timestamptz[], zones text[], correlations text[],
  depths int[], fired timestamptz[],
  findings jsonb,
  metric_times timestamptz[], metric_users uuid[], metric_types text[], metric_values double precision[],
  event_ids uuid[], event_lanes smallint[], event_salts bytea, event_digests bytea, event_types text[],
  event_versions text[], event_occurred timestamptz[], event_received timestamptz[], event_days date[],
  event_zones text[], event_sources text[], event_origins text[], event_users uuid[], event_sessions uuid[],
  event_causations uuid[], event_correlations text[], event_payloads text, event_metadatas text,
  fault_ids uuid[], fault_lanes smallint[], fault_offsets bigint[], fault_reasons text[],
  inbox_buckets smallint[], inbox_keys text[], inbox_lanes smallint[], inbox_offsets bigint[],
  -- Points of these users and spans are written anew by a fold that began again.
  reset_users uuid[], reset_froms timestamptz[], reset_tos timestamptz[]
) RETURNS boolean LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
  total int := cardinality(keys);
  state_texts text[] := string_to_array(states, E'\x1e');
  view_texts text[] := string_to_array(views, E'\x1e', 'null');
BEGIN
  -- Deadlines and metrics come from plugins: a text that breaks out of its element would shift all after it.
  IF (SELECT bool_or(size <> total) FROM unnest(ARRAY[
      cardinality(kinds), cardinality(starts), cardinality(users), cardinality(state_texts), cardinality(view_texts),
      cardinality(deadlines), cardinality(last_ids), cardinality(last_occurred), cardinality(last_recorded),
      cardinality(zones), cardinality(correlations), cardinality(depths), cardinality(fired)]) AS size)
    OR (SELECT bool_or(size <> cardinality(metric_times)) FROM unnest(ARRAY[
      cardinality(metric_users), cardinality(metric_types), cardinality(metric_values)]) AS size) THEN
    RAISE EXCEPTION 'a value breaks the columns of the batch' USING ERRCODE = 'data_exception';
  END IF;

  UPDATE checkpoint SET "offset" = to_offset,
      complete_through = coalesce(finish_batch.complete_through, checkpoint.complete_through)
    WHERE processor = of_processor AND version = of_version AND lane = of_lane AND "offset" = from_offset
      AND NOT frozen AND checkpoint.derives_after = finish_batch.derives_after;
  IF NOT FOUND THEN RETURN false; END IF;

  INSERT INTO processor_state (processor, version, key, window_kind, window_start, lane, user_id, state, view,
      deadline_at, last_event_id, last_occurred_at, last_recorded_at, time_zone, correlation_id, causation_depth,
      fired_until)
    SELECT of_processor, of_version, keys[i], kinds[i], starts[i], of_lane, users[i], state_texts[i]::jsonb,
      view_texts[i]::jsonb, deadlines[i], last_ids[i], last_occurred[i], last_recorded[i], zones[i], correlations[i],
      depths[i], fired[i]
    FROM generate_series(1, total) AS i WHERE state_texts[i] <> 'null' ORDER BY keys[i], kinds[i], starts[i]
    ON CONFLICT (processor, version, key, window_kind, window_start) DO UPDATE SET
      lane = excluded.lane, user_id = excluded.user_id, state = excluded.state, view = excluded.view,
      deadline_at = excluded.deadline_at, last_event_id = excluded.last_event_id,
      last_occurred_at = excluded.last_occurred_at, last_recorded_at = excluded.last_recorded_at,
      time_zone = excluded.time_zone, correlation_id = excluded.correlation_id,
      causation_depth = excluded.causation_depth, fired_until = excluded.fired_until, updated_at = now();

  -- A state of which nothing is left, because all its events were taken back.
  IF 'null' = ANY (state_texts) THEN
    DELETE FROM processor_state AS gone USING generate_series(1, total) AS i
      WHERE state_texts[i] = 'null' AND gone.processor = of_processor AND gone.version = of_version
        AND gone.key = keys[i] AND gone.window_kind = kinds[i] AND gone.window_start = starts[i];
  END IF;

  IF findings <> '[]' THEN PERFORM record_findings(of_processor, of_version, findings); END IF;

  IF cardinality(reset_users) > 0 THEN
    DELETE FROM activity_metrics AS gone USING generate_series(1, cardinality(reset_users)) AS i
      WHERE gone.processor = of_processor AND gone.version = of_version AND gone.user_id = reset_users[i]
        AND gone."timestamp" BETWEEN reset_froms[i] AND reset_tos[i];
  END IF;
  INSERT INTO activity_metrics (processor, version, "timestamp", user_id, metric_type, value)
    SELECT DISTINCT ON (metric_times[i], metric_users[i], metric_types[i])
      of_processor, of_version, metric_times[i], metric_users[i], metric_types[i], metric_values[i]
    FROM generate_series(1, cardinality(metric_times)) AS i
    ORDER BY metric_times[i], metric_users[i], metric_types[i], i DESC
    ON CONFLICT (processor, version, metric_type, user_id, "timestamp") DO UPDATE SET value = excluded.value;

  INSERT INTO plugin_error (processor, version, lane, "offset", event_id, reason)
    SELECT of_processor, of_version, fault_lanes[i], fault_offsets[i], fault_ids[i], fault_reasons[i]
    FROM generate_series(1, cardinality(fault_ids)) AS i
    ON CONFLICT (processor, version, lane, "offset") DO UPDATE SET reason = excluded.reason, at = now();

  IF cardinality(inbox_buckets) > 0 THEN
    PERFORM append_inbox(of_processor, of_version, inbox_buckets, inbox_keys, inbox_lanes, inbox_offsets);
  END IF;

  IF cardinality(event_ids) > 0 THEN
    PERFORM append_events(event_ids, event_lanes, event_salts, event_digests, event_types, event_versions,
      event_occurred, event_received, event_days, event_zones, event_sources, event_origins, event_users,
      event_sessions, event_causations, event_correlations, event_payloads, event_metadatas);
  END IF;
  RETURN true;
END $$;
--> statement-breakpoint
-- Reads a bucket of an inbox in order, as read_lane does a lane.
CREATE FUNCTION read_bucket(of_processor text, of_version text, of_bucket smallint, after_place bigint, at_most int)
RETURNS TABLE (place bigint, lane smallint, "offset" bigint, key text)
LANGUAGE sql STABLE SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
  SELECT place, lane, "offset", key FROM inbox
  WHERE processor = of_processor AND version = of_version AND bucket = of_bucket AND place > after_place
  ORDER BY place LIMIT at_most
$$;
--> statement-breakpoint
-- Makes a revision the live one at the place where the live one stands: the old one is frozen there, the new one
-- derives only for what comes after. Forward (a shadow) and back (a retired revision) are the same step. Answers
-- null when done, else why not. "busy": events were handed on to keys but not folded yet; come again.
CREATE FUNCTION promote_revision(of_plugin text, to_revision text, by_whom text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  was text;
  to_state text;
BEGIN
  SELECT live_revision INTO was FROM plugin WHERE plugin_id = of_plugin FOR UPDATE;
  SELECT state INTO to_state FROM plugin_revision WHERE plugin_id = of_plugin AND revision = to_revision FOR UPDATE;
  IF to_state IS NULL THEN RETURN 'unknown'; END IF;
  IF to_state NOT IN ('shadow', 'retired') THEN RETURN to_state; END IF;

  PERFORM 1 FROM checkpoint WHERE processor IN (of_plugin, of_plugin || '/inbox') AND version IN (was, to_revision)
    ORDER BY processor, version, lane FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT FROM inbox_head JOIN checkpoint ON checkpoint.processor = of_plugin AND checkpoint.version = was
      AND checkpoint.of_inbox AND checkpoint.lane = inbox_head.bucket
    WHERE inbox_head.processor = of_plugin || '/inbox' AND inbox_head.version = was
      AND inbox_head.head > checkpoint."offset") THEN RETURN 'busy'; END IF;

  UPDATE checkpoint AS taking SET frozen = false, derives_after = greatest(live."offset", taking."offset")
    FROM checkpoint AS live
    WHERE taking.processor IN (of_plugin, of_plugin || '/inbox') AND taking.version = to_revision
      AND live.processor = taking.processor AND live.version = was AND live.lane = taking.lane
      AND NOT taking.of_inbox;
  UPDATE checkpoint SET frozen = false, derives_after = 0
    WHERE processor = of_plugin AND version = to_revision AND of_inbox;
  UPDATE checkpoint SET frozen = true
    WHERE processor IN (of_plugin, of_plugin || '/inbox') AND version = was;
  UPDATE plugin_revision SET state = 'retired' WHERE plugin_id = of_plugin AND revision = was;
  UPDATE plugin_revision SET state = 'live', promoted_by = by_whom, promoted_at = now()
    WHERE plugin_id = of_plugin AND revision = to_revision;
  UPDATE plugin SET live_revision = to_revision, updated_at = now() WHERE plugin_id = of_plugin;
  RETURN NULL;
END $$;
