DROP FUNCTION lay_on_shelves;
--> statement-breakpoint
-- As in 0022, for keys of several lanes.
CREATE FUNCTION lay_on_shelves(of_processor text, of_version text, moved_lanes smallint[],
  moved_keys text[], moved_weeks date[], moved_windows text[], given_lanes smallint[], given_keys text[],
  given_weeks date[], given_windows text[], late_keys text[], with_deadlines boolean)
RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashagg = off
AS $$
#variable_conflict use_column
DECLARE
  of_moved int := coalesce(cardinality(moved_keys), 0);
BEGIN
  INSERT INTO state_shelf AS held (processor, version, key, shelf, lane, windows, deadline_at)
    SELECT of_processor, of_version, key, shelf, lane, laid,
      CASE WHEN with_deadlines THEN shelf_deadline(laid) END
    FROM (
      SELECT key, shelf, lane,
        CASE WHEN key IN (SELECT unnest(late_keys)) THEN shelf_over(moved, given) ELSE moved || given END AS laid
      FROM (
        SELECT key, shelf, min(lane) AS lane,
          coalesce(string_agg(moved_windows[i], '') FILTER (WHERE i <= of_moved), '') AS moved,
          coalesce(string_agg(given_windows[i - of_moved], '') FILTER (WHERE i > of_moved), '') AS given
        FROM (
          SELECT i, CASE WHEN i <= of_moved THEN moved_keys[i] ELSE given_keys[i - of_moved] END COLLATE "C" AS key,
            CASE WHEN i <= of_moved THEN moved_weeks[i] ELSE given_weeks[i - of_moved] END AS shelf,
            CASE WHEN i <= of_moved THEN moved_lanes[i] ELSE given_lanes[i - of_moved] END AS lane
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
DROP FUNCTION finish_batch;
--> statement-breakpoint
-- As in 0022, for batches of several lanes of one processor: a statement costs as much as what small batches write, so
-- lanes that are at the head end together. All of them are finished, or none.
CREATE FUNCTION finish_batches(
  of_processor text, of_version text, of_lanes smallint[], from_offsets bigint[], to_offsets bigint[],
  -- What the batches were made under: a promotion in between fences them, because it changes what may be derived.
  derives_after bigint[], complete_through timestamptz[],
  state_lanes smallint[], keys text[], kinds text[], starts text[], users uuid[], states text, views text,
  deadlines timestamptz[], last_ids uuid[], last_occurred timestamptz[], last_recorded timestamptz[], zones text[],
  correlations text[], depths int[], fired timestamptz[],
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
  front_lanes smallint[], front_keys text[], hourly_starts text, hourly_entries text, daily_starts text,
  daily_entries text, weekly_starts text, weekly_entries text, monthly_starts text, monthly_entries text,
  oldest_starts text, front_deadlines timestamptz[],
  -- The windows given besides, by their shelves.
  shelf_lanes smallint[], shelf_keys text[], shelf_weeks date[], shelf_windows text, shelf_deadlines boolean,
  -- Windows of which nothing is left.
  gone_keys text[], gone_names text[]
) RETURNS boolean LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
SET work_mem = '32MB' AS $$
#variable_conflict use_column
DECLARE
  batches int := cardinality(of_lanes);
  held int;
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
  moved_lanes smallint[];
  moved_keys text[];
  moved_weeks date[];
  moved_windows text[];
  late_keys text[];
  moved_deadlines boolean;
BEGIN
  -- Deadlines and metrics come from plugins: a text that breaks out of its element would shift all after it.
  IF (SELECT bool_or(size <> total) FROM unnest(ARRAY[
      cardinality(state_lanes), cardinality(kinds), cardinality(starts), cardinality(users), cardinality(state_texts),
      cardinality(view_texts), cardinality(deadlines), cardinality(last_ids), cardinality(last_occurred),
      cardinality(last_recorded), cardinality(zones), cardinality(correlations), cardinality(depths),
      cardinality(fired)]) AS size)
    OR (SELECT bool_or(size <> cardinality(metric_times)) FROM unnest(ARRAY[
      cardinality(metric_users), cardinality(metric_types), cardinality(metric_values)]) AS size)
    OR (SELECT bool_or(size NOT IN (0, fronts)) FROM unnest(ARRAY[
      cardinality(hours_at), cardinality(days_at), cardinality(weeks_at), cardinality(months_at), cardinality(oldest),
      cardinality(front_deadlines)]) AS size)
    OR (cardinality(hours_at), cardinality(days_at), cardinality(weeks_at), cardinality(months_at))
      <> (cardinality(hours), cardinality(days), cardinality(weeks), cardinality(months))
    OR (SELECT bool_or(size <> cardinality(shelf_keys)) FROM unnest(ARRAY[
      cardinality(shelf_lanes), cardinality(shelf_weeks), cardinality(window_texts)]) AS size)
    OR cardinality(front_lanes) <> fronts THEN
    RAISE EXCEPTION 'a value breaks the columns of the batch' USING ERRCODE = 'data_exception';
  END IF;

  -- All of them or none. In one order, so that two consumers of a processor never wait for one another crosswise.
  PERFORM FROM checkpoint
    JOIN unnest(of_lanes, from_offsets, finish_batches.derives_after) AS batch (lane, since, derives_after)
      ON batch.lane = checkpoint.lane
    WHERE processor = of_processor AND version = of_version AND checkpoint."offset" = batch.since AND NOT frozen
      AND checkpoint.derives_after = batch.derives_after
    ORDER BY checkpoint.lane FOR NO KEY UPDATE OF checkpoint;
  GET DIAGNOSTICS held = ROW_COUNT;
  IF held < batches THEN RETURN false; END IF;
  UPDATE checkpoint SET "offset" = batch.upto,
      complete_through = coalesce(batch.complete, checkpoint.complete_through)
    FROM unnest(of_lanes, to_offsets, finish_batches.complete_through) AS batch (lane, upto, complete)
    WHERE processor = of_processor AND version = of_version AND checkpoint.lane = batch.lane;


  -- Here and below: to begin a statement that finds nothing to do is half of what a batch of few events costs.
  IF total > 0 THEN
    INSERT INTO processor_state (processor, version, key, window_kind, window_start, lane, user_id, state, view,
        deadline_at, last_event_id, last_occurred_at, last_recorded_at, time_zone, correlation_id, causation_depth,
        fired_until)
      SELECT of_processor, of_version, keys[i], kinds[i], starts[i], state_lanes[i], users[i], state_texts[i]::jsonb,
        view_texts[i]::jsonb, deadlines[i], last_ids[i], last_occurred[i], last_recorded[i], zones[i], correlations[i],
        depths[i], fired[i]
      FROM generate_series(1, total) AS i WHERE state_texts[i] <> 'null' ORDER BY keys[i], kinds[i], starts[i]
      ON CONFLICT (processor, version, key, window_kind, window_start) DO UPDATE SET
        lane = excluded.lane, user_id = excluded.user_id, state = excluded.state, view = excluded.view,
        deadline_at = excluded.deadline_at, last_event_id = excluded.last_event_id,
        last_occurred_at = excluded.last_occurred_at, last_recorded_at = excluded.last_recorded_at,
        time_zone = excluded.time_zone, correlation_id = excluded.correlation_id,
        causation_depth = excluded.causation_depth, fired_until = excluded.fired_until, updated_at = now();
  END IF;

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
        SELECT of_processor, of_version, front_keys[i], front_lanes[i], hours_at[i], hours[i], days_at[i], days[i],
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
      RETURNING key, new.lane, old.deadline_at,
        old.hourly_start, CASE WHEN old.hourly_start < new.hourly_start THEN old.hourly_entry END AS hourly_entry,
        old.daily_start, CASE WHEN old.daily_start < new.daily_start THEN old.daily_entry END AS daily_entry,
        old.weekly_start, CASE WHEN old.weekly_start < new.weekly_start THEN old.weekly_entry END AS weekly_entry,
        old.monthly_start, CASE WHEN old.monthly_start < new.monthly_start THEN old.monthly_entry END AS monthly_entry
    ), touched AS (
      SELECT written.*, i FROM written JOIN generate_series(1, fronts) AS i ON front_keys[i] = key
      WHERE oldest[i] IS NOT NULL OR hours_at[i] <> hourly_start OR days_at[i] <> daily_start
        OR weeks_at[i] <> weekly_start OR months_at[i] <> monthly_start
    ), left_over AS (
      SELECT lane, key, kind, least(held_start, given_start) AS start,
        least(given_start, oldest_start) < held_start AS late, deadline_at IS NOT NULL AS deadlines,
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
    SELECT array_agg(lane) FILTER (WHERE entry IS NOT NULL), array_agg(key) FILTER (WHERE entry IS NOT NULL),
        array_agg(week_of(start)) FILTER (WHERE entry IS NOT NULL),
        array_agg(E'\x1d' || kind || '|' || start || E'\x1f' || entry) FILTER (WHERE entry IS NOT NULL),
        array_agg(key) FILTER (WHERE late), bool_or(deadlines)
      INTO moved_lanes, moved_keys, moved_weeks, moved_windows, late_keys, moved_deadlines
      FROM left_over;

    IF cardinality(shelf_keys) > 0 OR moved_keys IS NOT NULL THEN
      PERFORM lay_on_shelves(of_processor, of_version, moved_lanes, moved_keys, moved_weeks, moved_windows, shelf_lanes,
        shelf_keys, shelf_weeks, window_texts, late_keys,
        shelf_deadlines OR moved_deadlines IS TRUE OR cardinality(front_deadlines) > 0);
    END IF;
  END IF;

  IF findings <> '[]' THEN PERFORM record_findings(of_processor, of_version, findings); END IF;

  IF cardinality(reset_users) > 0 THEN
    DELETE FROM activity_metrics AS gone USING generate_series(1, cardinality(reset_users)) AS i
      WHERE gone.processor = of_processor AND gone.version = of_version AND gone.user_id = reset_users[i]
        AND gone."timestamp" BETWEEN reset_froms[i] AND reset_tos[i];
  END IF;
  IF cardinality(metric_times) > 0 THEN
    INSERT INTO activity_metrics (processor, version, "timestamp", user_id, metric_type, value)
      SELECT DISTINCT ON (metric_times[i], metric_users[i], metric_types[i])
        of_processor, of_version, metric_times[i], metric_users[i], metric_types[i], metric_values[i]
      FROM generate_series(1, cardinality(metric_times)) AS i
      ORDER BY metric_times[i], metric_users[i], metric_types[i], i DESC
      ON CONFLICT (processor, version, metric_type, user_id, "timestamp") DO UPDATE SET value = excluded.value;
  END IF;

  IF cardinality(fault_ids) > 0 THEN
    INSERT INTO plugin_error (processor, version, lane, "offset", event_id, reason)
      SELECT of_processor, of_version, fault_lanes[i], fault_offsets[i], fault_ids[i], fault_reasons[i]
      FROM generate_series(1, cardinality(fault_ids)) AS i
      ON CONFLICT (processor, version, lane, "offset") DO UPDATE SET reason = excluded.reason, at = now();
  END IF;

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
