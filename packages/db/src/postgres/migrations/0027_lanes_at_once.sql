DROP FUNCTION read_lane(smallint, bigint, int);
--> statement-breakpoint
-- Reads stretches of lanes: a row for up to 128 events of one, and in it an array for each column. json_agg looks up once
-- how the values of a column are written; json_build_array did so for every value of every event. Rows come in any order,
-- and the reader sorts their events.
--   128, and 32 of those that are not small, because a text here and a string of the reader are bounded: an event of
-- 256 KiB of 1e308 is 13 MiB written out. What is stored in 512 bytes is at most 0.7 MiB, compressed as pglz does.
-- A function for its settings: a plan made anew for every call would cost as much as reading forty events, and without the
-- other settings one that a connection cached while the log was small would sort all that is left of the lane for every
-- batch. work_mem, because groups that do not fit would go through files.
-- place: of the stretch among those asked for, from 1.
CREATE FUNCTION read_lanes(of_lanes smallint[], after_offsets bigint[], at_most int[]) RETURNS TABLE (
  place int, "offset" json, recorded_at json, occurred_at json, received_at json, sent_at json, event_id json,
  event_type json, event_version json, source_system json, user_id json, session_id json, causation_id json,
  correlation_id json, origin json, time_zone json, day json, payload json, metadata json, context json
) LANGUAGE sql STABLE SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET work_mem = '32MB' AS $$
  SELECT asked.place::int, json_agg(event."offset"), json_agg(event.recorded_at), json_agg(event.occurred_at),
    json_agg(event.received_at), json_agg(event.sent_at), json_agg(event.event_id), json_agg(event.event_type),
    json_agg(event.event_version), json_agg(event.source_system), json_agg(event.user_id), json_agg(event.session_id),
    json_agg(event.causation_id), json_agg(event.correlation_id), json_agg(event.origin), json_agg(event.time_zone),
    json_agg(event.day), json_agg(event.payload), json_agg(event.metadata), json_agg(event.context)
  FROM unnest(of_lanes, after_offsets, at_most) WITH ORDINALITY AS asked (of_lane, after_offset, at_most, place)
  CROSS JOIN LATERAL (
    SELECT * FROM event WHERE event.lane = asked.of_lane AND event."offset" > asked.after_offset
    ORDER BY event."offset" LIMIT asked.at_most) AS event
  GROUP BY asked.place, CASE
    WHEN pg_column_size(event.payload) + pg_column_size(event.metadata) + pg_column_size(event.context) > 512
    THEN -1 - (event."offset" >> 5) ELSE event."offset" >> 7 END
$$;
