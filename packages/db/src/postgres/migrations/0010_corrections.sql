-- As in 0004, and events that take others back are noted in the same transaction: whoever reads the log after the
-- commit of a correction also finds that its target counts no more. A consumer that kept such a list would be late.
CREATE OR REPLACE FUNCTION append_events(
  ids uuid[], lanes smallint[], salts bytea, digests bytea, types text[], versions text[],
  occurred timestamptz[], received timestamptz[], days date[], zones text[], sources text[], origins text[],
  users uuid[], sessions uuid[], causations uuid[], correlations text[],
  -- Joined by U+001E, which no JSON text can hold: quoting into an array literal costs more than the split.
  payloads text, metadatas text,
  -- Null where the hub itself appends: derived events were not sent, and nothing was added to them.
  sents timestamptz[] DEFAULT NULL, contexts text DEFAULT NULL,
  -- Each event's number among those of its lane, from 1. Given when the caller expects no repeats.
  ranks int[] DEFAULT NULL
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
  context_texts text[] := string_to_array(contexts, E'\x1e');
  -- A column that is the same for all events may come as one element, and is then read once.
  versions_last int := cardinality(versions);
  received_last int := cardinality(received);
  zones_last int := cardinality(zones);
  sources_last int := cardinality(sources);
  origins_last int := cardinality(origins);
  causations_last int := cardinality(causations);
  correlations_last int := cardinality(correlations);
  sents_last int := coalesce(cardinality(sents), 1);
  shared_context jsonb := CASE WHEN coalesce(cardinality(context_texts), 0) = 1 THEN context_texts[1]::jsonb END;
  heads bigint[];
  offsets bigint[];
  fresh int;
  ts timestamptz;
BEGIN
  IF (SELECT bool_or(size <> total) FROM unnest(ARRAY[
      cardinality(lanes), cardinality(types), cardinality(occurred), cardinality(days), cardinality(users),
      cardinality(sessions), cardinality(payload_texts), cardinality(metadata_texts),
      coalesce(cardinality(ranks), total), octet_length(salts) / 16, octet_length(digests) / 32]) AS size)
    OR (SELECT bool_or(size NOT IN (1, total)) FROM unnest(ARRAY[
      versions_last, received_last, zones_last, sources_last, origins_last, causations_last, correlations_last,
      sents_last, coalesce(cardinality(context_texts), 1)]) AS size) THEN
    RAISE EXCEPTION 'a value breaks the columns of the append' USING ERRCODE = 'data_exception';
  END IF;

  PERFORM 1 FROM lane WHERE lane.lane = ANY (lanes) ORDER BY lane.lane FOR NO KEY UPDATE;
  -- After the locks: with now() recorded_at ran backwards along a lane in 3 % of the rows. Rounded up to
  -- milliseconds, so that the texts sort as the instants do; up, because nothing may seem recorded before its
  -- transaction began.
  SELECT greatest(date_trunc('milliseconds', clock_timestamp() + interval '999 microseconds'), max(lane.last_recorded_at))
    INTO ts FROM lane WHERE lane.lane = ANY (lanes);

  IF ranks IS NULL THEN
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
  ELSE
    SELECT array_agg(lane.head ORDER BY lane.lane) INTO heads FROM lane;
  END IF;

  INSERT INTO event_key (event_id, lane, "offset", recorded_at, source_system, salt, digest)
    SELECT ids[i], lanes[i], coalesce(heads[lanes[i] + 1] + ranks[i], offsets[i]), ts,
      sources[least(i, sources_last)],
      substring(salts, i * 16 - 15, 16), substring(digests, i * 32 - 31, 32)
    FROM generate_series(1, total) AS i WHERE ranks IS NOT NULL OR offsets[i] IS NOT NULL ORDER BY ids[i];

  INSERT INTO event (lane, "offset", recorded_at, event_id, event_type, event_version, occurred_at, received_at,
      day, time_zone, source_system, origin, user_id, session_id, causation_id, correlation_id,
      payload, metadata, salt, digest, sent_at, context)
    SELECT lanes[i], coalesce(heads[lanes[i] + 1] + ranks[i], offsets[i]), ts, ids[i], types[i],
      versions[least(i, versions_last)], occurred[i],
      received[least(i, received_last)], days[i], zones[least(i, zones_last)], sources[least(i, sources_last)],
      origins[least(i, origins_last)], users[i], sessions[i], causations[least(i, causations_last)],
      correlations[least(i, correlations_last)],
      payload_texts[i]::jsonb, metadata_texts[i]::jsonb,
      substring(salts, i * 16 - 15, 16), substring(digests, i * 32 - 31, 32),
      sents[least(i, sents_last)], coalesce(shared_context, context_texts[i]::jsonb, '{}')
    FROM generate_series(1, total) AS i WHERE ranks IS NOT NULL OR offsets[i] IS NOT NULL;

  -- Corrections are rare: one comparison of arrays, and nothing more, where there are none.
  IF types && ARRAY['activity.correction.voided', 'activity.correction.replaced', 'activity.correction.superseded'] THEN
    INSERT INTO event_correction (event_id, kind, corrected_by, lane, "offset", reason, recorded_at)
      SELECT DISTINCT ON (taken.target) taken.target::uuid, split_part(types[i], '.', 3), ids[i], lanes[i],
        coalesce(heads[lanes[i] + 1] + ranks[i], offsets[i]), payload_texts[i]::jsonb->>'reason', ts
      FROM generate_series(1, total) AS i
      CROSS JOIN LATERAL (SELECT payload_texts[i]::jsonb->>'event_id' AS target) AS taken
      WHERE types[i] LIKE 'activity.correction.%' AND origins[least(i, origins_last)] <> 'producer'
        AND (ranks IS NOT NULL OR offsets[i] IS NOT NULL) AND taken.target IS NOT NULL
      ORDER BY taken.target, i
      ON CONFLICT (event_id) DO NOTHING;
  END IF;

  RETURN QUERY
    WITH grown AS (
      SELECT lanes[i] AS lane, count(*) AS events FROM generate_series(1, total) AS i
      WHERE ranks IS NOT NULL OR offsets[i] IS NOT NULL GROUP BY lanes[i])
    UPDATE lane SET head = lane.head + grown.events, last_recorded_at = ts FROM grown WHERE lane.lane = grown.lane
    RETURNING NULL::int, lane.lane, lane.head - grown.events, ts, NULL::bytea, NULL::bytea, NULL::text, NULL::boolean;
END $$;
