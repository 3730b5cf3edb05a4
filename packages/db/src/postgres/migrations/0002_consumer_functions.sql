-- Loads states by their keys. A function for its settings, as read_lane: a plan cached while the table was
-- small would scan it for every batch. LATERAL with a limit asks the index once per key; as a plain join the
-- planner, knowing nothing of a young table, kept all states of the processor and compared: 400 ms a batch.
CREATE FUNCTION load_states(of_processor text, of_version text, keys text[], kinds text[], starts text[])
RETURNS SETOF processor_state LANGUAGE sql STABLE SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off AS $$
  SELECT held.* FROM unnest(keys, kinds, starts) AS wanted (key, kind, start)
  CROSS JOIN LATERAL (
    SELECT * FROM processor_state
    WHERE processor = of_processor AND version = of_version
      AND key = wanted.key AND window_kind = wanted.kind AND window_start = wanted.start
    LIMIT 1) AS held
$$;
--> statement-breakpoint
-- States of a lane whose deadline the watermark has passed and for whose keys nothing was recorded lately.
CREATE FUNCTION due_states(
  of_processor text, of_version text, of_lane smallint, watermark timestamptz, quiet_since timestamptz, at_most int
) RETURNS SETOF processor_state LANGUAGE sql STABLE SET enable_seqscan = off SET enable_bitmapscan = off AS $$
  SELECT * FROM processor_state
  WHERE processor = of_processor AND version = of_version AND lane = of_lane
    AND deadline_at <= watermark AND (last_recorded_at IS NULL OR last_recorded_at <= quiet_since)
  ORDER BY deadline_at, key, window_kind, window_start LIMIT at_most
$$;
--> statement-breakpoint
-- Groups findings into the open case of (detector, key, kind), or opens one. Findings are rare, so a loop in
-- key order. The id of a case is that of the finding which opened it: when it exists, the finding was counted
-- before, also where a person has closed the case since.
CREATE FUNCTION record_findings(of_detector text, of_version text, findings jsonb)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  finding record;
  -- By rank; "critical" is the last.
  severities CONSTANT text[] := ARRAY['low', 'medium', 'high', 'critical'];
BEGIN
  FOR finding IN
    SELECT found.* FROM ROWS FROM (jsonb_to_recordset(findings) AS (
      case_id uuid, kind text, key text, user_id uuid, severity text, score double precision,
      seen_at timestamptz, evidence text, event_ids uuid[])) WITH ORDINALITY AS found
    ORDER BY found.key, found.kind, found.ordinality
  LOOP
    CONTINUE WHEN EXISTS (SELECT FROM anomaly_case WHERE case_id = finding.case_id);
    INSERT INTO anomaly_case AS held (case_id, detector, detector_version, kind, key, user_id, severity, score,
        first_seen_at, last_seen_at, evidence, event_ids)
      VALUES (finding.case_id, of_detector, of_version, finding.kind, finding.key, finding.user_id, finding.severity,
        finding.score, finding.seen_at, finding.seen_at, finding.evidence::jsonb, finding.event_ids)
      ON CONFLICT (detector, key, kind) WHERE status IN ('open', 'acknowledged', 'investigating') DO UPDATE SET
        findings = held.findings + 1,
        detector_version = excluded.detector_version,
        severity = CASE WHEN array_position(severities, excluded.severity) > array_position(severities, held.severity)
          THEN excluded.severity ELSE held.severity END,
        score = greatest(held.score, excluded.score),
        first_seen_at = least(held.first_seen_at, excluded.first_seen_at),
        last_seen_at = greatest(held.last_seen_at, excluded.last_seen_at),
        evidence = CASE WHEN excluded.last_seen_at >= held.last_seen_at THEN excluded.evidence ELSE held.evidence END,
        -- The newest fifty: a case that runs for weeks must stay a row of bounded size.
        event_ids = (SELECT coalesce(array_agg(kept.id ORDER BY kept.place), '{}') FROM (
          SELECT both_ids.id, min(both_ids.place) AS place
          FROM unnest(excluded.event_ids || held.event_ids) WITH ORDINALITY AS both_ids (id, place)
          GROUP BY both_ids.id ORDER BY place LIMIT 50) AS kept);
  END LOOP;
END $$;
--> statement-breakpoint
-- Ends a batch of a processor in one statement. First the compare-and-set of the checkpoint: it is the fence
-- (false: another consumer was here, nothing is written) and its row lock makes a rival wait. Last the one
-- append: two appends in one transaction take lanes out of order and deadlock.
--   Derived events that are there already are no error: their ids follow from what caused them.
CREATE FUNCTION finish_batch(
  of_processor text, of_version text, of_lane smallint, from_offset bigint, to_offset bigint,
  keys text[], kinds text[], starts text[], users uuid[], states text, views text, deadlines timestamptz[],
  last_ids uuid[], last_occurred timestamptz[], last_recorded timestamptz[], zones text[], correlations text[],
  depths int[],
  findings jsonb,
  metric_times timestamptz[], metric_users uuid[], metric_types text[], metric_values double precision[],
  event_ids uuid[], event_lanes smallint[], event_salts bytea, event_digests bytea, event_types text[],
  event_versions text[], event_occurred timestamptz[], event_received timestamptz[], event_days date[],
  event_zones text[], event_sources text[], event_origins text[], event_users uuid[], event_sessions uuid[],
  event_causations uuid[], event_correlations text[], event_payloads text, event_metadatas text
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
      cardinality(zones), cardinality(correlations), cardinality(depths)]) AS size)
    OR (SELECT bool_or(size <> cardinality(metric_times)) FROM unnest(ARRAY[
      cardinality(metric_users), cardinality(metric_types), cardinality(metric_values)]) AS size) THEN
    RAISE EXCEPTION 'a value breaks the columns of the batch' USING ERRCODE = 'data_exception';
  END IF;

  UPDATE checkpoint SET "offset" = to_offset, complete_through = coalesce(
      (SELECT event.recorded_at FROM event
       WHERE to_offset > from_offset AND event.lane = of_lane AND event."offset" = to_offset), complete_through)
    WHERE processor = of_processor AND version = of_version AND lane = of_lane AND "offset" = from_offset;
  IF NOT FOUND THEN RETURN false; END IF;

  INSERT INTO processor_state (processor, version, key, window_kind, window_start, lane, user_id, state, view,
      deadline_at, last_event_id, last_occurred_at, last_recorded_at, time_zone, correlation_id, causation_depth)
    SELECT of_processor, of_version, keys[i], kinds[i], starts[i], of_lane, users[i], state_texts[i]::jsonb,
      view_texts[i]::jsonb, deadlines[i], last_ids[i], last_occurred[i], last_recorded[i], zones[i], correlations[i],
      depths[i]
    FROM generate_series(1, total) AS i ORDER BY keys[i], kinds[i], starts[i]
    ON CONFLICT (processor, version, key, window_kind, window_start) DO UPDATE SET
      lane = excluded.lane, user_id = excluded.user_id, state = excluded.state, view = excluded.view,
      deadline_at = excluded.deadline_at, last_event_id = excluded.last_event_id,
      last_occurred_at = excluded.last_occurred_at, last_recorded_at = excluded.last_recorded_at,
      time_zone = excluded.time_zone, correlation_id = excluded.correlation_id,
      causation_depth = excluded.causation_depth, updated_at = now();

  IF findings <> '[]' THEN PERFORM record_findings(of_processor, of_version, findings); END IF;

  INSERT INTO activity_metrics (processor, version, "timestamp", user_id, metric_type, value)
    SELECT of_processor, of_version, metric_times[i], metric_users[i], metric_types[i], metric_values[i]
    FROM generate_series(1, cardinality(metric_times)) AS i;

  IF cardinality(event_ids) > 0 THEN
    PERFORM append_events(event_ids, event_lanes, event_salts, event_digests, event_types, event_versions,
      event_occurred, event_received, event_days, event_zones, event_sources, event_origins, event_users,
      event_sessions, event_causations, event_correlations, event_payloads, event_metadatas);
  END IF;
  RETURN true;
END $$;
--> statement-breakpoint
-- Announces what is about to be inserted into a store outside. A lane with an unfinished announcement answers
-- that one, which must be repeated as it is. A range that does not begin at its checkpoint is stale: it is
-- answered as wanted but not recorded, and finish_ranges will fence it.
CREATE FUNCTION announce_ranges(of_processor text, of_version text, lanes smallint[], froms bigint[], tos bigint[])
RETURNS TABLE (lane smallint, from_offset bigint, to_offset bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM 1 FROM checkpoint
    WHERE processor = of_processor AND version = of_version AND checkpoint.lane = ANY (lanes)
    ORDER BY checkpoint.lane FOR NO KEY UPDATE;
  INSERT INTO projection_range (processor, version, lane, from_offset, to_offset)
    SELECT of_processor, of_version, wanted.lane, wanted.from_offset, wanted.to_offset
    FROM unnest(lanes, froms, tos) AS wanted (lane, from_offset, to_offset)
    JOIN checkpoint ON checkpoint.processor = of_processor AND checkpoint.version = of_version
      AND checkpoint.lane = wanted.lane AND checkpoint."offset" = wanted.from_offset
    ORDER BY wanted.lane
    ON CONFLICT DO NOTHING;
  RETURN QUERY
    SELECT wanted.lane, coalesce(pending.from_offset, wanted.from_offset), coalesce(pending.to_offset, wanted.to_offset)
    FROM unnest(lanes, froms, tos) AS wanted (lane, from_offset, to_offset)
    LEFT JOIN projection_range AS pending
      ON pending.processor = of_processor AND pending.version = of_version AND pending.lane = wanted.lane
    ORDER BY wanted.lane;
END $$;
--> statement-breakpoint
-- Moves the checkpoints of announced ranges and forgets them: all or, when one was moved by another consumer, none.
CREATE FUNCTION finish_ranges(of_processor text, of_version text, lanes smallint[], froms bigint[], tos bigint[])
RETURNS boolean LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  unmoved int;
BEGIN
  PERFORM 1 FROM checkpoint
    WHERE processor = of_processor AND version = of_version AND lane = ANY (lanes) ORDER BY lane FOR NO KEY UPDATE;
  SELECT count(*) INTO unmoved FROM unnest(lanes, froms) AS done (lane, from_offset)
    JOIN checkpoint ON checkpoint.processor = of_processor AND checkpoint.version = of_version
      AND checkpoint.lane = done.lane AND checkpoint."offset" = done.from_offset;
  IF unmoved < cardinality(lanes) THEN RETURN false; END IF;

  DELETE FROM projection_range WHERE processor = of_processor AND version = of_version AND lane = ANY (lanes);
  UPDATE checkpoint SET "offset" = done.to_offset, complete_through = coalesce(
      (SELECT event.recorded_at FROM event WHERE event.lane = done.lane AND event."offset" = done.to_offset),
      complete_through)
    FROM unnest(lanes, tos) AS done (lane, to_offset)
    WHERE checkpoint.processor = of_processor AND checkpoint.version = of_version AND checkpoint.lane = done.lane;
  RETURN true;
END $$;
