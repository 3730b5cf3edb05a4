-- The log is append-only. Statement triggers cost an append nothing. They do not fire on a parent when a
-- partition is named, so `ensure_event_partitions` puts them on every partition too. Erasure is the one
-- exception: its own function sets hub.erasure for its transaction.
CREATE FUNCTION refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('hub.erasure', true) = 'on' THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'the event log is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege', HINT = 'Append a correcting event instead.';
END $$;
--> statement-breakpoint
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_log_change();
--> statement-breakpoint
CREATE TRIGGER event_key_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event_key
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_log_change();
--> statement-breakpoint
-- Makes the partitions of the running month and of months ahead. A partition is made beside the table and
-- attached: CREATE ... PARTITION OF would lock out every append behind the longest running reader.
CREATE FUNCTION ensure_event_partitions(months_ahead int) RETURNS int LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
  first_month date := date_trunc('month', clock_timestamp())::date;
  start_day date;
  partition_name text;
  made int := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_event_partitions'));
  FOR ahead IN 0..months_ahead LOOP
    start_day := first_month + make_interval(months => ahead);
    partition_name := 'event_' || to_char(start_day, 'YYYY_MM');
    CONTINUE WHEN to_regclass(partition_name) IS NOT NULL;
    EXECUTE format('CREATE TABLE %I (LIKE event INCLUDING ALL)', partition_name);
    EXECUTE format('CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_log_change()', partition_name);
    EXECUTE format('ALTER TABLE event ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
      partition_name, start_day::timestamptz, (start_day + interval '1 month')::timestamptz);
    made := made + 1;
  END LOOP;
  RETURN made;
END $$;
--> statement-breakpoint
-- The append: one call, one transaction, no foreign code while a lane is locked. Arrays are parallel, one
-- element per event; no id may stand twice in one call. Locks are taken in one order by everybody: lanes by
-- number, then keys by id. Answers one row per touched lane (item null, "offset" = the last one before the
-- fresh events, which follow in the order given) and one row per repeated id (item = its place, from 1).
-- Raises 40001 when another append took an id between the look and the claim: the caller tries again.
--   Elements are read by subscript, which is constant time on the expanded arrays of plpgsql. unnest() of
-- the same arrays fills a tuplestore per column: 35 µs per event against 25 to 31.
--   The function settings: one generic plan, because planning anew copies the arrays as constants (27 µs per
-- event in batches of 500, against 22); and on the index, because a plan made while event_key was empty would
-- scan it.
CREATE FUNCTION append_events(
  ids uuid[], lanes smallint[], salts bytea, digests bytea, types text[], versions text[],
  occurred timestamptz[], received timestamptz[], days date[], zones text[], sources text[], origins text[],
  users uuid[], sessions uuid[], causations uuid[], correlations text[],
  -- Joined by U+001E, which no JSON text can hold: quoting into an array literal costs more than the split.
  payloads text, metadatas text
) RETURNS TABLE (
  item int, lane smallint, "offset" bigint, recorded_at timestamptz, salt bytea, digest bytea,
  source_system text, erased boolean
) LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off AS $$
#variable_conflict use_column
DECLARE
  total int := cardinality(ids);
  payload_texts text[] := string_to_array(payloads, E'\x1e');
  metadata_texts text[] := string_to_array(metadatas, E'\x1e');
  offsets bigint[];
  fresh int;
  claimed int;
  ts timestamptz;
BEGIN
  IF (SELECT bool_or(size <> total) FROM unnest(ARRAY[
    cardinality(lanes), cardinality(types), cardinality(versions), cardinality(occurred), cardinality(received),
    cardinality(days), cardinality(zones), cardinality(sources), cardinality(origins), cardinality(users),
    cardinality(sessions), cardinality(causations), cardinality(correlations), cardinality(payload_texts),
    cardinality(metadata_texts), octet_length(salts) / 16, octet_length(digests) / 32]) AS size) THEN
    RAISE EXCEPTION 'a value breaks the columns of the append' USING ERRCODE = 'data_exception';
  END IF;

  PERFORM 1 FROM lane WHERE lane.lane = ANY (lanes) ORDER BY lane.lane FOR NO KEY UPDATE;
  -- After the locks: with now() recorded_at ran backwards along a lane in 3 % of the rows. Rounded up to
  -- milliseconds, so that the texts sort as the instants do; up, because nothing may seem recorded before its
  -- transaction began.
  SELECT greatest(date_trunc('milliseconds', clock_timestamp() + interval '999 microseconds'), max(lane.last_recorded_at))
    INTO ts FROM lane WHERE lane.lane = ANY (lanes);

  SELECT array_agg(numbered.place ORDER BY numbered.i), count(numbered.place) INTO offsets, fresh FROM (
    SELECT sent.i, CASE WHEN kept.event_id IS NULL THEN
      home.head + count(*) FILTER (WHERE kept.event_id IS NULL) OVER (PARTITION BY sent.lane ORDER BY sent.i)
      END AS place
    FROM unnest(ids, lanes) WITH ORDINALITY AS sent (id, lane, i)
    JOIN lane AS home ON home.lane = sent.lane
    LEFT JOIN event_key AS kept ON kept.event_id = sent.id) AS numbered;

  IF fresh < total THEN
    RETURN QUERY SELECT sent.i, kept.lane, kept."offset", kept.recorded_at, kept.salt, kept.digest,
        kept.source_system, kept.erased
      FROM generate_series(1, total) AS sent (i) JOIN event_key AS kept ON kept.event_id = ids[sent.i]
      WHERE offsets[sent.i] IS NULL;
  END IF;
  IF fresh = 0 THEN RETURN; END IF;

  INSERT INTO event_key (event_id, lane, "offset", recorded_at, source_system, salt, digest)
    SELECT ids[i], lanes[i], offsets[i], ts, sources[i],
      substring(salts, i * 16 - 15, 16), substring(digests, i * 32 - 31, 32)
    FROM generate_series(1, total) AS i WHERE offsets[i] IS NOT NULL ORDER BY ids[i]
    ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS claimed = ROW_COUNT;
  IF claimed < fresh THEN
    RAISE EXCEPTION 'another append took an event id' USING ERRCODE = 'serialization_failure';
  END IF;

  INSERT INTO event (lane, "offset", recorded_at, event_id, event_type, event_version, occurred_at, received_at,
      day, time_zone, source_system, origin, user_id, session_id, causation_id, correlation_id,
      payload, metadata, salt, digest)
    SELECT lanes[i], offsets[i], ts, ids[i], types[i], versions[i], occurred[i], received[i],
      days[i], zones[i], sources[i], origins[i], users[i], sessions[i], causations[i], correlations[i],
      payload_texts[i]::jsonb, metadata_texts[i]::jsonb,
      substring(salts, i * 16 - 15, 16), substring(digests, i * 32 - 31, 32)
    FROM generate_series(1, total) AS i WHERE offsets[i] IS NOT NULL;

  RETURN QUERY
    WITH grown AS (
      SELECT lanes[i] AS lane, count(*) AS events FROM generate_series(1, total) AS i
      WHERE offsets[i] IS NOT NULL GROUP BY lanes[i])
    UPDATE lane SET head = lane.head + grown.events, last_recorded_at = ts FROM grown WHERE lane.lane = grown.lane
    RETURNING NULL::int, lane.lane, lane.head - grown.events, ts, NULL::bytea, NULL::bytea, NULL::text, NULL::boolean;
END $$;
--> statement-breakpoint
-- Reads a lane in order. A function for its settings: a plan that a reader's connection cached while the log
-- was small would sort all that is left of the lane for every batch.
CREATE FUNCTION read_lane(of_lane smallint, after_offset bigint, at_most int) RETURNS SETOF event
LANGUAGE sql STABLE SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
  SELECT * FROM event WHERE lane = of_lane AND "offset" > after_offset ORDER BY "offset" LIMIT at_most
$$;
