-- Calendar windows of one key lie together on shelves: hours and their day on one, weeks and months on another. An event
-- of a person whom nothing else concerns in a batch wrote four rows, now it writes two, and their lookup, their
-- version and their place in the index are paid once. Other windows stay rows of their own.
CREATE TABLE state_shelf (
  processor text NOT NULL,
  version text NOT NULL,
  key text NOT NULL,
  -- The day of hours and days: 2026-05-04; the month of weeks (of their first day) and months: 2026-05.
  shelf text NOT NULL,
  lane smallint NOT NULL,
  -- By kind and start, "hourly|2026-05-04T10+03:00": fields joined by U+001F, as the view held_state reads them. Text,
  -- because a nested document would be taken apart and put together again whenever a neighbour changes.
  windows jsonb NOT NULL,
  -- The earliest of its windows.
  deadline_at timestamptz,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (processor, version, key, shelf)
  -- Compressed only beyond a page: a day with its hours is two kilobytes, and changes again and again.
) WITH (fillfactor = 70, toast_tuple_target = 8160);
--> statement-breakpoint
CREATE INDEX state_shelf_due ON state_shelf (processor, version, lane, deadline_at) WHERE deadline_at IS NOT NULL;
--> statement-breakpoint
CREATE FUNCTION shelf_of(window_kind text, window_start text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN window_kind IN ('hourly', 'daily') THEN left(window_start, 10)
    WHEN window_kind IN ('weekly', 'monthly') THEN left(window_start, 7) END
$$;
--> statement-breakpoint
-- The earliest deadline among the windows of a shelf: the third field of each.
CREATE FUNCTION shelf_deadline(windows jsonb) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT min(nullif(split_part(entry, E'\x1f', 3), '')::timestamptz) FROM jsonb_each_text(windows) AS held (name, entry)
$$;
--> statement-breakpoint
-- Instants as the hub writes them: they are compared as text.
CREATE FUNCTION pg_temp.instant_text(at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.'
    || CASE WHEN extract(microseconds FROM at)::bigint % 1000 = 0 THEN 'MS' ELSE 'US' END || '"Z"')
$$;
--> statement-breakpoint
INSERT INTO state_shelf (processor, version, key, shelf, lane, windows, deadline_at)
  SELECT processor, version, key, shelf_of(window_kind, window_start), min(lane),
    jsonb_object_agg(window_kind || '|' || window_start, array_to_string(ARRAY[
      state::text, view::text, pg_temp.instant_text(deadline_at), last_event_id::text,
      pg_temp.instant_text(last_occurred_at), pg_temp.instant_text(last_recorded_at), time_zone, causation_depth::text,
      pg_temp.instant_text(fired_until), user_id::text, correlation_id], E'\x1f', '')),
    min(deadline_at)
  FROM processor_state WHERE window_kind IN ('hourly', 'daily', 'weekly', 'monthly')
  GROUP BY processor, version, key, shelf_of(window_kind, window_start);
--> statement-breakpoint
DELETE FROM processor_state WHERE window_kind IN ('hourly', 'daily', 'weekly', 'monthly');
--> statement-breakpoint
-- Every state, wherever it lies. The last three columns bound what is unpacked: a question for days of May asks for
-- shelves of the span "day" from 2026-05-01 on. They say nothing of rows of their own.
CREATE VIEW held_state AS
SELECT processor, version, key, window_kind, window_start, lane, user_id, state, view, deadline_at, last_event_id,
  last_occurred_at, last_recorded_at, time_zone, correlation_id, causation_depth, updated_at, fired_until,
  NULL::text AS span, NULL::text AS shelf, NULL::timestamptz AS earliest_deadline_at
FROM processor_state
UNION ALL
SELECT held.processor, held.version, held.key, split_part(name, '|', 1), split_part(name, '|', 2), held.lane,
  field[10]::uuid, field[1]::jsonb, field[2]::jsonb, field[3]::timestamptz, field[4]::uuid, field[5]::timestamptz,
  field[6]::timestamptz, field[7], nullif(array_to_string(field[11:], E'\x1f', ''), ''), field[8]::int, held.updated_at,
  field[9]::timestamptz, CASE length(held.shelf) WHEN 7 THEN 'month' ELSE 'day' END, held.shelf,
  held.deadline_at
FROM state_shelf AS held
CROSS JOIN LATERAL jsonb_each_text(held.windows) AS held_window (name, entry)
CROSS JOIN LATERAL (SELECT string_to_array(entry, E'\x1f', '') AS field) AS fields;
--> statement-breakpoint
CREATE OR REPLACE VIEW activity_aggregate AS
SELECT md5(concat_ws('|', processor, version, key, window_kind, window_start))::uuid AS id,
  user_id, window_kind AS period, bounds.period_start, bounds.period_end,
  state->'counts' AS event_counts, (state->>'score')::numeric AS activity_score,
  (SELECT max((streak->>'count')::int) FROM processor_state AS held,
     jsonb_array_elements(coalesce(held.view, held.state)->'streaks') AS streak
   WHERE held.processor = 'streak' AND held.version = held_state.version AND held.key = held_state.key
     AND held.window_kind = 'all' AND held.window_start = '' AND streak->>'streak_type' = 'daily'
     AND (streak->>'breaks_at')::timestamptz > now()) AS streak_count,
  jsonb_build_object('processor', processor, 'version', version, 'window_start', window_start, 'time_zone', time_zone)
    AS metadata,
  updated_at AS computed_at
FROM held_state
CROSS JOIN LATERAL (SELECT
  CASE window_kind WHEN 'hourly' THEN (left(window_start, 13) || ':00' || substr(window_start, 14))::timestamptz
    ELSE window_start::timestamp AT TIME ZONE time_zone END AS period_start,
  CASE window_kind WHEN 'hourly'
    THEN (left(window_start, 13) || ':00' || substr(window_start, 14))::timestamptz + interval '1 hour'
    ELSE (window_start::timestamp + CASE window_kind WHEN 'daily' THEN interval '1 day'
      WHEN 'weekly' THEN interval '7 days' ELSE interval '1 month' END) AT TIME ZONE time_zone END AS period_end
  ) AS bounds
WHERE processor = 'activity-score' AND window_kind IN ('hourly', 'daily', 'weekly', 'monthly');
--> statement-breakpoint
-- Windows by their shelves: "names" are those of one shelf, joined by U+001F. LATERAL and its settings: as load_states.
CREATE FUNCTION load_shelved(of_processor text, of_version text, keys text[], shelves text[], names text[])
RETURNS TABLE (key text, lane smallint, name text, entry text) LANGUAGE sql STABLE SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off AS $$
  SELECT wanted.key, held.lane, one.name, held.windows->>one.name
  FROM unnest(keys, shelves, names) AS wanted (key, shelf, names)
  CROSS JOIN LATERAL (
    SELECT lane, windows FROM state_shelf
    WHERE processor = of_processor AND version = of_version AND key = wanted.key AND shelf = wanted.shelf
    LIMIT 1) AS held
  CROSS JOIN LATERAL unnest(string_to_array(wanted.names, E'\x1f')) AS one (name)
  WHERE held.windows ? one.name
$$;
--> statement-breakpoint
DROP FUNCTION due_states(text, text, smallint, timestamptz, timestamptz, int);
--> statement-breakpoint
-- As in 0002, also from shelves.
CREATE FUNCTION due_states(
  of_processor text, of_version text, of_lane smallint, watermark timestamptz, quiet_since timestamptz, at_most int
) RETURNS SETOF processor_state LANGUAGE sql STABLE SET enable_seqscan = off SET enable_bitmapscan = off AS $$
  SELECT processor, version, key, window_kind, window_start, lane, user_id, state, view, deadline_at, last_event_id,
    last_occurred_at, last_recorded_at, time_zone, correlation_id, causation_depth, updated_at, fired_until
  FROM (
    (SELECT * FROM processor_state
      WHERE processor = of_processor AND version = of_version AND lane = of_lane
        AND deadline_at <= watermark AND (last_recorded_at IS NULL OR last_recorded_at <= quiet_since)
      ORDER BY deadline_at, key, window_kind, window_start LIMIT at_most)
    UNION ALL
    (SELECT processor, version, key, window_kind, window_start, lane, user_id, state, view, deadline_at, last_event_id,
        last_occurred_at, last_recorded_at, time_zone, correlation_id, causation_depth, updated_at, fired_until
      FROM held_state
      WHERE span IS NOT NULL AND processor = of_processor AND version = of_version AND lane = of_lane
        AND earliest_deadline_at <= watermark AND deadline_at <= watermark
        AND (last_recorded_at IS NULL OR last_recorded_at <= quiet_since)
      ORDER BY deadline_at, key, window_kind, window_start LIMIT at_most)) AS due
  ORDER BY deadline_at, key, window_kind, window_start LIMIT at_most
$$;
--> statement-breakpoint
DROP FUNCTION finish_batch(text, text, smallint, bigint, bigint, bigint, timestamptz, text[], text[], text[], uuid[],
  text, text, timestamptz[], uuid[], timestamptz[], timestamptz[], text[], text[], int[], timestamptz[], jsonb,
  timestamptz[], uuid[], text[], double precision[], uuid[], smallint[], bytea, bytea, text[], text[], timestamptz[],
  timestamptz[], date[], text[], text[], text[], uuid[], uuid[], uuid[], text[], text, text, uuid[], smallint[],
  bigint[], text[], smallint[], text[], smallint[], bigint[], uuid[], timestamptz[], timestamptz[]);
--> statement-breakpoint
-- As in 0009, with calendar windows on their shelves.
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
  reset_users uuid[], reset_froms timestamptz[], reset_tos timestamptz[],
  -- One object of windows for each shelf; those of which nothing is left by their names, joined by U+001F.
  shelf_keys text[], shelf_names text[], shelf_windows text, shelf_gone text[], shelf_deadlines timestamptz[]
) RETURNS boolean LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
  total int := cardinality(keys);
  state_texts text[] := string_to_array(states, E'\x1e');
  view_texts text[] := string_to_array(views, E'\x1e', 'null');
  window_texts text[] := string_to_array(shelf_windows, E'\x1e');
BEGIN
  -- Deadlines and metrics come from plugins: a text that breaks out of its element would shift all after it.
  IF (SELECT bool_or(size <> total) FROM unnest(ARRAY[
      cardinality(kinds), cardinality(starts), cardinality(users), cardinality(state_texts), cardinality(view_texts),
      cardinality(deadlines), cardinality(last_ids), cardinality(last_occurred), cardinality(last_recorded),
      cardinality(zones), cardinality(correlations), cardinality(depths), cardinality(fired)]) AS size)
    OR (SELECT bool_or(size <> cardinality(metric_times)) FROM unnest(ARRAY[
      cardinality(metric_users), cardinality(metric_types), cardinality(metric_values)]) AS size)
    OR (SELECT bool_or(size <> cardinality(shelf_keys)) FROM unnest(ARRAY[
      cardinality(shelf_names), cardinality(window_texts), cardinality(shelf_gone), cardinality(shelf_deadlines)
      ]) AS size) THEN
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

  INSERT INTO state_shelf AS held (processor, version, key, shelf, lane, windows, deadline_at)
    SELECT of_processor, of_version, shelf_keys[i], shelf_names[i], of_lane, window_texts[i]::jsonb, shelf_deadlines[i]
    FROM generate_series(1, cardinality(shelf_keys)) AS i
    WHERE window_texts[i] <> '{}' ORDER BY shelf_keys[i], shelf_names[i]
    ON CONFLICT (processor, version, key, shelf) DO UPDATE SET
      lane = excluded.lane, windows = held.windows || excluded.windows, updated_at = now(),
      deadline_at = CASE WHEN held.deadline_at IS NOT NULL OR excluded.deadline_at IS NOT NULL
        THEN shelf_deadline(held.windows || excluded.windows) END;

  IF EXISTS (SELECT FROM unnest(shelf_gone) AS gone WHERE gone IS NOT NULL) THEN
    UPDATE state_shelf AS held SET windows = held.windows - string_to_array(shelf_gone[i], E'\x1f'), updated_at = now(),
        deadline_at = shelf_deadline(held.windows - string_to_array(shelf_gone[i], E'\x1f'))
      FROM generate_series(1, cardinality(shelf_keys)) AS i
      WHERE shelf_gone[i] IS NOT NULL AND held.processor = of_processor AND held.version = of_version
        AND held.key = shelf_keys[i] AND held.shelf = shelf_names[i];
    DELETE FROM state_shelf AS held USING generate_series(1, cardinality(shelf_keys)) AS i
      WHERE shelf_gone[i] IS NOT NULL AND held.processor = of_processor AND held.version = of_version
        AND held.key = shelf_keys[i] AND held.shelf = shelf_names[i] AND held.windows = '{}';
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
