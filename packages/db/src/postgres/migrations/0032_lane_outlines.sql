-- As read_lanes, without what producers say in their events but for the payloads of some types: for folds that look at
-- nothing else, and for the host that carries them. Of what the hub wrote itself payload and metadata come along: what a
-- correction takes back and how deep a derived event lies stand there.
CREATE FUNCTION read_lane_outlines(of_lanes smallint[], after_offsets bigint[], at_most int[], with_payload text[])
RETURNS TABLE (
  place int, "offset" json, recorded_at json, occurred_at json, event_id json, event_type json, user_id json,
  session_id json, correlation_id json, origin json, time_zone json, day json, payload json, metadata json
) LANGUAGE sql STABLE SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET work_mem = '32MB' AS $$
  SELECT asked.place::int, json_agg(event."offset"), json_agg(event.recorded_at), json_agg(event.occurred_at),
    json_agg(event.event_id), json_agg(event.event_type), json_agg(event.user_id), json_agg(event.session_id),
    json_agg(event.correlation_id), json_agg(event.origin), json_agg(event.time_zone), json_agg(event.day),
    json_agg(CASE WHEN event.tells THEN event.payload END),
    json_agg(CASE WHEN event.origin <> 'producer' THEN event.metadata END)
  FROM unnest(of_lanes, after_offsets, at_most) WITH ORDINALITY AS asked (of_lane, after_offset, at_most, place)
  CROSS JOIN LATERAL (
    SELECT *, event.origin <> 'producer' OR event.event_type = ANY (with_payload) AS tells
    FROM event WHERE event.lane = asked.of_lane AND event."offset" > asked.after_offset
    ORDER BY event."offset" LIMIT asked.at_most) AS event
  GROUP BY asked.place, CASE
    WHEN event.tells AND pg_column_size(event.payload) + pg_column_size(event.metadata) > 512
    THEN -1 - (event."offset" >> 5) ELSE event."offset" >> 7 END
$$;
