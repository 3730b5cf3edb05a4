-- The newest window of each calendar kind of a key lies on its front, older ones on the shelf of their week. An event
-- of a person changes a window of each kind, nearly always the newest: one row. Entries are text from end to end: as
-- documents they were taken apart and put together again with every event.
DROP VIEW activity_aggregate, held_state, streak;
--> statement-breakpoint
DROP TRIGGER processor_state_of_work ON processor_state;
--> statement-breakpoint
DROP TRIGGER processor_state_without_work ON processor_state;
--> statement-breakpoint
-- Keys are found and sorted, never shown in the order of a language: comparing bytes costs a fraction.
ALTER TABLE processor_state ALTER COLUMN processor TYPE text COLLATE "C", ALTER COLUMN version TYPE text COLLATE "C",
  ALTER COLUMN key TYPE text COLLATE "C", ALTER COLUMN window_kind TYPE text COLLATE "C",
  ALTER COLUMN window_start TYPE text COLLATE "C";
--> statement-breakpoint
-- They are joined with those keys: an index serves one collation.
ALTER TABLE work_user ALTER COLUMN version TYPE text COLLATE "C", ALTER COLUMN work_id TYPE text COLLATE "C";
--> statement-breakpoint
ALTER TABLE work_parent ALTER COLUMN version TYPE text COLLATE "C", ALTER COLUMN work_id TYPE text COLLATE "C",
  ALTER COLUMN parent_work_id TYPE text COLLATE "C";
--> statement-breakpoint
CREATE TRIGGER processor_state_of_work AFTER INSERT OR UPDATE ON processor_state
  FOR EACH ROW WHEN (NEW.processor = 'work-trace') EXECUTE FUNCTION follow_work();
--> statement-breakpoint
CREATE TRIGGER processor_state_without_work AFTER DELETE ON processor_state
  FOR EACH ROW WHEN (OLD.processor = 'work-trace') EXECUTE FUNCTION forget_work();
--> statement-breakpoint
-- No window on a shelf of a key is as new as its front of that kind. So one that is newer than the front exists
-- nowhere, and one that is older lies on the shelf of its week, if anywhere. Starts compare as text.
CREATE TABLE state_front (
  processor text COLLATE "C" NOT NULL,
  version text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  lane smallint NOT NULL,
  -- An entry: fields joined by U+001F, as the view held_state reads them. A start without an entry is where a window
  -- was that is gone: what is older may lie on a shelf all the same.
  hourly_start text COLLATE "C",
  hourly_entry text COLLATE "C",
  daily_start text COLLATE "C",
  daily_entry text COLLATE "C",
  weekly_start text COLLATE "C",
  weekly_entry text COLLATE "C",
  monthly_start text COLLATE "C",
  monthly_entry text COLLATE "C",
  -- The earliest of its windows.
  deadline_at timestamptz,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (processor, version, key)
  -- Written anew with every batch: room for the next version on the same page, and compressed only beyond a page.
) WITH (fillfactor = 50, toast_tuple_target = 8160);
--> statement-breakpoint
CREATE INDEX state_front_due ON state_front (processor, version, lane, deadline_at) WHERE deadline_at IS NOT NULL;
--> statement-breakpoint
-- Nothing asks the planner about entries (as in 0021).
ALTER TABLE state_front ALTER COLUMN hourly_entry SET STATISTICS 0, ALTER COLUMN daily_entry SET STATISTICS 0,
  ALTER COLUMN weekly_entry SET STATISTICS 0, ALTER COLUMN monthly_entry SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE state_shelf RENAME TO state_shelf_before;
--> statement-breakpoint
ALTER INDEX state_shelf_pkey RENAME TO state_shelf_before_pkey;
--> statement-breakpoint
ALTER INDEX state_shelf_due RENAME TO state_shelf_before_due;
--> statement-breakpoint
CREATE TABLE state_shelf (
  processor text COLLATE "C" NOT NULL,
  version text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  -- The Monday of the week in which its windows start.
  shelf date NOT NULL,
  lane smallint NOT NULL,
  -- Each window after U+001D: its name ("hourly|2026-05-04T10+03:00"), U+001F, its entry. More are put behind it.
  windows text COLLATE "C" NOT NULL,
  -- The earliest of its windows.
  deadline_at timestamptz,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (processor, version, key, shelf)
) WITH (fillfactor = 70, toast_tuple_target = 8160);
--> statement-breakpoint
CREATE INDEX state_shelf_due ON state_shelf (processor, version, lane, deadline_at) WHERE deadline_at IS NOT NULL;
--> statement-breakpoint
ALTER TABLE state_shelf ALTER COLUMN windows SET STATISTICS 0;
--> statement-breakpoint
-- The first day of the calendar was a Monday.
CREATE FUNCTION week_of(window_start text) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT left(window_start, 10)::date - (left(window_start, 10)::date - date '0001-01-01') % 7
$$;
--> statement-breakpoint
CREATE FUNCTION shelf_windows(windows text) RETURNS TABLE (name text, entry text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT split_part(one, E'\x1f', 1), substr(one, strpos(one, E'\x1f') + 1)
  FROM string_to_table(substr(windows, 2), E'\x1d') AS one
$$;
--> statement-breakpoint
CREATE FUNCTION shelf_without(windows text, names text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(E'\x1d' || one, '' ORDER BY place), '')
  FROM string_to_table(substr(windows, 2), E'\x1d') WITH ORDINALITY AS held (one, place)
  WHERE split_part(one, E'\x1f', 1) <> ALL (names)
$$;
--> statement-breakpoint
-- Two shelves as one: where both have a window, the newer one counts. Text is cut where it must be and not taken apart.
CREATE FUNCTION shelf_over(windows text, newer text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  -- Decompressed once.
  laid text := windows || '';
  given text;
  name text;
BEGIN
  FOREACH given IN ARRAY string_to_array(substr(newer, 2), E'\x1d') LOOP
    name := E'\x1d' || split_part(given, E'\x1f', 1) || E'\x1f';
    IF strpos(laid, name) > 0 THEN
      laid := replace(laid, name || split_part(split_part(laid, name, 2), E'\x1d', 1), '');
    END IF;
  END LOOP;
  RETURN laid || newer;
END $$;
--> statement-breakpoint
CREATE FUNCTION entry_deadline(entry text) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(split_part(entry, E'\x1f', 3), '')::timestamptz
$$;
--> statement-breakpoint
CREATE FUNCTION shelf_deadline(windows text) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT min(entry_deadline(entry)) FROM shelf_windows(windows)
$$;
--> statement-breakpoint
DROP FUNCTION shelf_deadline(jsonb);
--> statement-breakpoint
-- Of a window in front and a new one of its kind: which is in front now.
CREATE FUNCTION front_entry(held_start text, held_entry text, new_start text, new_entry text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN held_start IS NULL OR new_start >= held_start COLLATE "C" THEN new_entry ELSE held_entry END
$$;
--> statement-breakpoint
CREATE FUNCTION front_deadline(hourly text, daily text, weekly text, monthly text) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT least(entry_deadline(hourly), entry_deadline(daily), entry_deadline(weekly), entry_deadline(monthly))
$$;
--> statement-breakpoint
-- Correlation ids are quoted from now on: they may hold what sets entries apart.
CREATE TEMPORARY TABLE moving ON COMMIT DROP AS
  SELECT processor COLLATE "C" AS processor, version COLLATE "C" AS version, key COLLATE "C" AS key, lane, kind, start,
    array_to_string(field[:10], E'\x1f') || E'\x1f'
      || coalesce(to_json(nullif(array_to_string(field[11:], E'\x1f'), ''))::text, '') AS entry,
    start = max(start) OVER (PARTITION BY processor, version, key, kind) AS newest
  FROM state_shelf_before
  CROSS JOIN LATERAL jsonb_each_text(windows) AS held (name, entry)
  CROSS JOIN LATERAL (SELECT string_to_array(entry, E'\x1f') AS field, split_part(name, '|', 1) AS kind,
    split_part(name, '|', 2) COLLATE "C" AS start) AS parts;
--> statement-breakpoint
INSERT INTO state_front (processor, version, key, lane, hourly_start, hourly_entry, daily_start, daily_entry,
    weekly_start, weekly_entry, monthly_start, monthly_entry, deadline_at)
  SELECT processor, version, key, min(lane),
    max(start) FILTER (WHERE kind = 'hourly'), max(entry) FILTER (WHERE kind = 'hourly'),
    max(start) FILTER (WHERE kind = 'daily'), max(entry) FILTER (WHERE kind = 'daily'),
    max(start) FILTER (WHERE kind = 'weekly'), max(entry) FILTER (WHERE kind = 'weekly'),
    max(start) FILTER (WHERE kind = 'monthly'), max(entry) FILTER (WHERE kind = 'monthly'),
    min(entry_deadline(entry))
  FROM moving WHERE newest GROUP BY processor, version, key;
--> statement-breakpoint
INSERT INTO state_shelf (processor, version, key, shelf, lane, windows, deadline_at)
  SELECT processor, version, key, week_of(start), min(lane),
    string_agg(E'\x1d' || kind || '|' || start || E'\x1f' || entry, '' ORDER BY start), min(entry_deadline(entry))
  FROM moving WHERE NOT newest GROUP BY processor, version, key, week_of(start);
--> statement-breakpoint
DROP TABLE state_shelf_before;
--> statement-breakpoint
DROP FUNCTION shelf_of(text, text);
--> statement-breakpoint
-- Every state, wherever it lies. The last two columns bound what is unpacked: a question for windows since 5 May asks
-- for shelves from 4 May on. They say nothing of rows of their own, and the shelf says nothing of fronts.
CREATE VIEW held_state AS
SELECT processor, version, key, window_kind, window_start, lane, user_id, state, view, deadline_at, last_event_id,
  last_occurred_at, last_recorded_at, time_zone, correlation_id, causation_depth, updated_at, fired_until,
  NULL::date AS shelf, NULL::timestamptz AS earliest_deadline_at
FROM processor_state
UNION ALL
SELECT processor, version, key, kind, start, lane, field[10]::uuid, field[1]::jsonb, field[2]::jsonb,
  field[3]::timestamptz, field[4]::uuid, field[5]::timestamptz, field[6]::timestamptz, field[7],
  field[11]::jsonb #>> '{}', field[8]::int, updated_at, field[9]::timestamptz, NULL, deadline_at
FROM state_front
CROSS JOIN LATERAL (
  SELECT 'hourly', hourly_start, hourly_entry UNION ALL SELECT 'daily', daily_start, daily_entry
  UNION ALL SELECT 'weekly', weekly_start, weekly_entry UNION ALL SELECT 'monthly', monthly_start, monthly_entry
  ) AS held_window (kind, start, entry)
CROSS JOIN LATERAL (SELECT string_to_array(entry, E'\x1f', '') AS field) AS fields
WHERE entry IS NOT NULL
UNION ALL
SELECT processor, version, key, split_part(name, '|', 1), split_part(name, '|', 2), lane, field[10]::uuid,
  field[1]::jsonb, field[2]::jsonb, field[3]::timestamptz, field[4]::uuid, field[5]::timestamptz,
  field[6]::timestamptz, field[7], field[11]::jsonb #>> '{}', field[8]::int, updated_at, field[9]::timestamptz, shelf,
  deadline_at
FROM state_shelf
CROSS JOIN LATERAL shelf_windows(windows) AS held_window (name, entry)
CROSS JOIN LATERAL (SELECT string_to_array(entry, E'\x1f', '') AS field) AS fields;
--> statement-breakpoint
CREATE VIEW activity_aggregate AS
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
CREATE VIEW streak AS
SELECT md5(concat_ws('|', processor, version, key, shown->>'streak_type'))::uuid AS id,
  user_id, shown->>'streak_type' AS streak_type, (shown->>'start')::date AS start_date,
  CASE WHEN running.active THEN NULL ELSE (shown->>'last')::date END AS end_date,
  CASE WHEN running.active THEN (shown->>'count')::int ELSE 0 END AS current_count,
  (shown->>'best')::int AS max_count, running.active, last_occurred_at AS last_activity
FROM processor_state
CROSS JOIN LATERAL jsonb_array_elements(coalesce(view, state)->'streaks') AS shown
CROSS JOIN LATERAL (SELECT coalesce((shown->>'breaks_at')::timestamptz > now(), false) AS active) AS running
WHERE processor = 'streak' AND window_kind = 'all';
--> statement-breakpoint
DROP FUNCTION due_states(text, text, smallint, timestamptz, timestamptz, int);
--> statement-breakpoint
-- As in 0002, also from fronts and shelves.
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
      WHERE processor = of_processor AND version = of_version AND lane = of_lane
        AND earliest_deadline_at <= watermark AND deadline_at <= watermark
        AND (last_recorded_at IS NULL OR last_recorded_at <= quiet_since)
      ORDER BY deadline_at, key, window_kind, window_start LIMIT at_most)) AS due
  ORDER BY deadline_at, key, window_kind, window_start LIMIT at_most
$$;
--> statement-breakpoint
-- The fronts of keys, by their places among the keys. LATERAL and its settings: as load_states.
CREATE FUNCTION load_fronts(of_processor text, of_version text, keys text[])
RETURNS TABLE (place int, lane smallint, hourly_start text, hourly_entry text, daily_start text, daily_entry text,
  weekly_start text, weekly_entry text, monthly_start text, monthly_entry text)
LANGUAGE sql STABLE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $$
  SELECT wanted.place::int, held.* FROM unnest(keys) WITH ORDINALITY AS wanted (key, place)
  CROSS JOIN LATERAL (
    SELECT lane, hourly_start, hourly_entry, daily_start, daily_entry, weekly_start, weekly_entry, monthly_start,
      monthly_entry
    FROM state_front WHERE processor = of_processor AND version = of_version AND key = wanted.key
    LIMIT 1) AS held
$$;
--> statement-breakpoint
DROP FUNCTION load_shelved(text, text, text[], text[], text[]);
--> statement-breakpoint
-- Windows by their shelves: "names" are those of one shelf, joined by U+001F.
CREATE FUNCTION load_shelved(of_processor text, of_version text, keys text[], shelves date[], names text[])
RETURNS TABLE (key text, lane smallint, name text, entry text)
LANGUAGE sql STABLE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $$
  SELECT wanted.key, held.lane, one.name, found.entry
  FROM unnest(keys, shelves, names) AS wanted (key, shelf, names)
  CROSS JOIN LATERAL (
    -- Decompressed once.
    SELECT lane, windows || '' AS windows FROM state_shelf
    WHERE processor = of_processor AND version = of_version AND key = wanted.key AND shelf = wanted.shelf
    LIMIT 1) AS held
  CROSS JOIN LATERAL unnest(string_to_array(wanted.names, E'\x1f')) AS one (name)
  CROSS JOIN LATERAL (
    SELECT split_part(split_part(held.windows, E'\x1d' || one.name || E'\x1f', 2), E'\x1d', 1) AS entry) AS found
  WHERE found.entry <> ''
$$;
--> statement-breakpoint
-- Takes windows away, wherever they lie. A front keeps the start of what is gone, because what is older may lie on a
-- shelf; when nothing of the key is left, the front goes too.
CREATE FUNCTION take_away_windows(of_processor text, of_version text, keys text[], names text[])
RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
  UPDATE state_front AS held SET updated_at = now(),
      hourly_entry = CASE WHEN 'hourly|' || hourly_start = ANY (gone.names) THEN NULL ELSE hourly_entry END,
      daily_entry = CASE WHEN 'daily|' || daily_start = ANY (gone.names) THEN NULL ELSE daily_entry END,
      weekly_entry = CASE WHEN 'weekly|' || weekly_start = ANY (gone.names) THEN NULL ELSE weekly_entry END,
      monthly_entry = CASE WHEN 'monthly|' || monthly_start = ANY (gone.names) THEN NULL ELSE monthly_entry END
    FROM (SELECT key, array_agg(name) AS names FROM unnest(keys, names) AS each (key, name) GROUP BY key) AS gone
    WHERE processor = of_processor AND version = of_version AND held.key = gone.key;
  UPDATE state_front SET deadline_at = front_deadline(hourly_entry, daily_entry, weekly_entry, monthly_entry)
    WHERE processor = of_processor AND version = of_version AND key = ANY (keys) AND deadline_at IS NOT NULL;

  UPDATE state_shelf AS held SET windows = shelf_without(windows, gone.names), updated_at = now(),
      deadline_at = CASE WHEN deadline_at IS NOT NULL THEN shelf_deadline(shelf_without(windows, gone.names)) END
    FROM (SELECT key, week_of(split_part(name, '|', 2)) AS shelf, array_agg(name) AS names
      FROM unnest(keys, names) AS each (key, name) GROUP BY 1, 2) AS gone
    WHERE processor = of_processor AND version = of_version AND held.key = gone.key AND held.shelf = gone.shelf;
  DELETE FROM state_shelf
    WHERE processor = of_processor AND version = of_version AND key = ANY (keys) AND windows = '';

  DELETE FROM state_front AS held
    WHERE processor = of_processor AND version = of_version AND key = ANY (keys)
      AND num_nonnulls(hourly_entry, daily_entry, weekly_entry, monthly_entry) = 0
      AND NOT EXISTS (SELECT FROM state_shelf AS shelf WHERE shelf.processor = of_processor
        AND shelf.version = of_version AND shelf.key = held.key);
END $$;
--> statement-breakpoint
-- Lays windows on the shelves of their weeks: those that left their fronts, and those that are given. On a shelf of a
-- late key one of them may lie already; elsewhere it is enough to put them behind. By places in the arrays, because
-- texts would be copied to be sorted.
CREATE FUNCTION lay_on_shelves(of_processor text, of_version text, of_lane smallint, moved_keys text[],
  moved_weeks date[], moved_windows text[], given_keys text[], given_weeks date[], given_windows text[],
  late_keys text[], with_deadlines boolean)
RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashagg = off
AS $$
#variable_conflict use_column
DECLARE
  of_moved int := coalesce(cardinality(moved_keys), 0);
BEGIN
  INSERT INTO state_shelf AS held (processor, version, key, shelf, lane, windows, deadline_at)
    SELECT of_processor, of_version, key, shelf, of_lane, laid,
      CASE WHEN with_deadlines THEN shelf_deadline(laid) END
    FROM (
      SELECT key, shelf,
        CASE WHEN key IN (SELECT unnest(late_keys)) THEN shelf_over(moved, given) ELSE moved || given END AS laid
      FROM (
        SELECT key, shelf, coalesce(string_agg(moved_windows[i], '') FILTER (WHERE i <= of_moved), '') AS moved,
          coalesce(string_agg(given_windows[i - of_moved], '') FILTER (WHERE i > of_moved), '') AS given
        FROM (
          SELECT i, CASE WHEN i <= of_moved THEN moved_keys[i] ELSE given_keys[i - of_moved] END COLLATE "C" AS key,
            CASE WHEN i <= of_moved THEN moved_weeks[i] ELSE given_weeks[i - of_moved] END AS shelf
          FROM generate_series(1, of_moved + cardinality(given_keys)) AS i) AS places
        GROUP BY key, shelf) AS each_shelf
      ) AS given
    ON CONFLICT (processor, version, key, shelf) DO UPDATE SET lane = excluded.lane, updated_at = now(),
      windows = CASE WHEN excluded.key IN (SELECT unnest(late_keys)) THEN shelf_over(held.windows, excluded.windows)
        ELSE held.windows || excluded.windows END,
      deadline_at = CASE WHEN with_deadlines OR held.deadline_at IS NOT NULL
        THEN shelf_deadline(shelf_over(held.windows, excluded.windows)) END;
END $$;
--> statement-breakpoint
DROP FUNCTION finish_batch(text, text, smallint, bigint, bigint, bigint, timestamptz, text[], text[], text[], uuid[],
  text, text, timestamptz[], uuid[], timestamptz[], timestamptz[], text[], text[], int[], timestamptz[], jsonb,
  timestamptz[], uuid[], text[], double precision[], uuid[], smallint[], bytea, bytea, text[], text[], timestamptz[],
  timestamptz[], date[], text[], text[], text[], uuid[], uuid[], uuid[], text[], text, text, uuid[], smallint[],
  bigint[], text[], smallint[], text[], smallint[], bigint[], uuid[], timestamptz[], timestamptz[], text[], text[],
  text, text[], timestamptz[]);
--> statement-breakpoint
-- As in 0009, with calendar windows on fronts and shelves.
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
  -- The newest window of each calendar kind for each key, where there is one, as joined texts or, where no key has one,
  -- an empty text; and the oldest of those of the kind that are given besides.
  front_keys text[], hourly_starts text, hourly_entries text, daily_starts text, daily_entries text,
  weekly_starts text, weekly_entries text, monthly_starts text, monthly_entries text, oldest_starts text,
  front_deadlines timestamptz[],
  -- The windows given besides, by their shelves.
  shelf_keys text[], shelf_weeks date[], shelf_windows text, shelf_deadlines boolean,
  -- Windows of which nothing is left.
  gone_keys text[], gone_names text[]
) RETURNS boolean LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
SET work_mem = '32MB' AS $$
#variable_conflict use_column
DECLARE
  total int := cardinality(keys);
  state_texts text[] := string_to_array(states, E'\x1e');
  view_texts text[] := string_to_array(views, E'\x1e', 'null');
  fronts int := cardinality(front_keys);
  hours_at text[] := string_to_array(hourly_starts, E'\x1e', '-');
  hours text[] := string_to_array(hourly_entries, E'\x1e', '-');
  days_at text[] := string_to_array(daily_starts, E'\x1e', '-');
  days text[] := string_to_array(daily_entries, E'\x1e', '-');
  weeks_at text[] := string_to_array(weekly_starts, E'\x1e', '-');
  weeks text[] := string_to_array(weekly_entries, E'\x1e', '-');
  months_at text[] := string_to_array(monthly_starts, E'\x1e', '-');
  months text[] := string_to_array(monthly_entries, E'\x1e', '-');
  oldest text[] := string_to_array(oldest_starts, E'\x1e', '-');
  window_texts text[] := string_to_array(shelf_windows, E'\x1e');
  -- What leaves the fronts, or is older than they are; keys of which something older than their front was given.
  moved_keys text[];
  moved_weeks date[];
  moved_windows text[];
  late_keys text[];
  moved_deadlines boolean;
BEGIN
  -- Deadlines and metrics come from plugins: a text that breaks out of its element would shift all after it.
  IF (SELECT bool_or(size <> total) FROM unnest(ARRAY[
      cardinality(kinds), cardinality(starts), cardinality(users), cardinality(state_texts), cardinality(view_texts),
      cardinality(deadlines), cardinality(last_ids), cardinality(last_occurred), cardinality(last_recorded),
      cardinality(zones), cardinality(correlations), cardinality(depths), cardinality(fired)]) AS size)
    OR (SELECT bool_or(size <> cardinality(metric_times)) FROM unnest(ARRAY[
      cardinality(metric_users), cardinality(metric_types), cardinality(metric_values)]) AS size)
    OR (SELECT bool_or(size NOT IN (0, fronts)) FROM unnest(ARRAY[
      cardinality(hours_at), cardinality(days_at), cardinality(weeks_at), cardinality(months_at), cardinality(oldest),
      cardinality(front_deadlines)]) AS size)
    OR (cardinality(hours_at), cardinality(days_at), cardinality(weeks_at), cardinality(months_at))
      <> (cardinality(hours), cardinality(days), cardinality(weeks), cardinality(months))
    OR (SELECT bool_or(size <> cardinality(shelf_keys)) FROM unnest(ARRAY[
      cardinality(shelf_weeks), cardinality(window_texts)]) AS size) THEN
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

  IF cardinality(gone_keys) > 0 THEN
    PERFORM take_away_windows(of_processor, of_version, gone_keys, gone_names);
  END IF;

  IF fronts > 0 THEN
    WITH written AS (
      INSERT INTO state_front AS held (processor, version, key, lane, hourly_start, hourly_entry, daily_start,
          daily_entry, weekly_start, weekly_entry, monthly_start, monthly_entry, deadline_at)
        SELECT of_processor, of_version, front_keys[i], of_lane, hours_at[i], hours[i], days_at[i], days[i],
          weeks_at[i], weeks[i], months_at[i], months[i], front_deadlines[i]
        FROM (SELECT i FROM generate_series(1, fronts) AS i ORDER BY front_keys[i] COLLATE "C") AS sorted
      ON CONFLICT (processor, version, key) DO UPDATE SET lane = excluded.lane, updated_at = now(),
        hourly_start = greatest(held.hourly_start, excluded.hourly_start),
        hourly_entry = front_entry(held.hourly_start, held.hourly_entry, excluded.hourly_start, excluded.hourly_entry),
        daily_start = greatest(held.daily_start, excluded.daily_start),
        daily_entry = front_entry(held.daily_start, held.daily_entry, excluded.daily_start, excluded.daily_entry),
        weekly_start = greatest(held.weekly_start, excluded.weekly_start),
        weekly_entry = front_entry(held.weekly_start, held.weekly_entry, excluded.weekly_start, excluded.weekly_entry),
        monthly_start = greatest(held.monthly_start, excluded.monthly_start),
        monthly_entry = front_entry(held.monthly_start, held.monthly_entry, excluded.monthly_start,
          excluded.monthly_entry),
        deadline_at = CASE WHEN held.deadline_at IS NOT NULL OR excluded.deadline_at IS NOT NULL THEN front_deadline(
          front_entry(held.hourly_start, held.hourly_entry, excluded.hourly_start, excluded.hourly_entry),
          front_entry(held.daily_start, held.daily_entry, excluded.daily_start, excluded.daily_entry),
          front_entry(held.weekly_start, held.weekly_entry, excluded.weekly_start, excluded.weekly_entry),
          front_entry(held.monthly_start, held.monthly_entry, excluded.monthly_start, excluded.monthly_entry)) END
      RETURNING key, old.deadline_at,
        old.hourly_start, CASE WHEN old.hourly_start < new.hourly_start THEN old.hourly_entry END AS hourly_entry,
        old.daily_start, CASE WHEN old.daily_start < new.daily_start THEN old.daily_entry END AS daily_entry,
        old.weekly_start, CASE WHEN old.weekly_start < new.weekly_start THEN old.weekly_entry END AS weekly_entry,
        old.monthly_start, CASE WHEN old.monthly_start < new.monthly_start THEN old.monthly_entry END AS monthly_entry
    ), touched AS (
      SELECT written.*, i FROM written JOIN generate_series(1, fronts) AS i ON front_keys[i] = key
      WHERE oldest[i] IS NOT NULL OR hours_at[i] <> hourly_start OR days_at[i] <> daily_start
        OR weeks_at[i] <> weekly_start OR months_at[i] <> monthly_start
    ), left_over AS (
      SELECT key, kind, least(held_start, given_start) AS start, least(given_start, oldest_start) < held_start AS late,
        deadline_at IS NOT NULL AS deadlines,
        CASE WHEN given_start < held_start THEN given_entry
          -- What was in front is given anew besides when it is the oldest of these.
          WHEN given_start > held_start AND oldest_start IS DISTINCT FROM held_start THEN held_entry END AS entry
      FROM touched CROSS JOIN LATERAL (
        SELECT 'hourly', hourly_start, hourly_entry, hours_at[i], hours[i],
          nullif(split_part(oldest[i], E'\x1f', 1), '')
        UNION ALL SELECT 'daily', daily_start, daily_entry, days_at[i], days[i],
          nullif(split_part(oldest[i], E'\x1f', 2), '')
        UNION ALL SELECT 'weekly', weekly_start, weekly_entry, weeks_at[i], weeks[i],
          nullif(split_part(oldest[i], E'\x1f', 3), '')
        UNION ALL SELECT 'monthly', monthly_start, monthly_entry, months_at[i], months[i],
          nullif(split_part(oldest[i], E'\x1f', 4), '')
        ) AS one (kind, held_start, held_entry, given_start, given_entry, oldest_start)
      WHERE given_start <> held_start OR oldest_start < held_start
    )
    SELECT array_agg(key) FILTER (WHERE entry IS NOT NULL), array_agg(week_of(start)) FILTER (WHERE entry IS NOT NULL),
        array_agg(E'\x1d' || kind || '|' || start || E'\x1f' || entry) FILTER (WHERE entry IS NOT NULL),
        array_agg(key) FILTER (WHERE late), bool_or(deadlines)
      INTO moved_keys, moved_weeks, moved_windows, late_keys, moved_deadlines
      FROM left_over;

    IF cardinality(shelf_keys) > 0 OR moved_keys IS NOT NULL THEN
      PERFORM lay_on_shelves(of_processor, of_version, of_lane, moved_keys, moved_weeks, moved_windows, shelf_keys,
        shelf_weeks, window_texts, late_keys,
        shelf_deadlines OR moved_deadlines IS TRUE OR cardinality(front_deadlines) > 0);
    END IF;
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
