DROP FUNCTION read_lane(smallint, bigint, int);
--> statement-breakpoint
-- Reads a lane in order: a row for up to 32 events, and in it an array for each column. json_agg looks up once how the
-- values of a column are written; json_build_array did so for every value of every event. A function for its settings:
-- a plan that a reader's connection cached while the log was small would sort all that is left of the lane for every
-- batch. Rows come in any order, events within a row in that of the lane.
--   32, because a text here and a string of the reader are bounded: an event of 256 KiB of 1e308 is 13 MiB written out.
-- work_mem, because groups that do not fit would go through files.
CREATE FUNCTION read_lane(of_lane smallint, after_offset bigint, at_most int) RETURNS TABLE (
  "offset" json, recorded_at json, occurred_at json, received_at json, sent_at json, event_id json, event_type json,
  event_version json, source_system json, user_id json, session_id json, causation_id json, correlation_id json,
  origin json, time_zone json, day json, payload json, metadata json, context json
) LANGUAGE sql STABLE SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET work_mem = '32MB' AS $$
  SELECT json_agg(event."offset"), json_agg(event.recorded_at), json_agg(event.occurred_at), json_agg(event.received_at),
    json_agg(event.sent_at), json_agg(event.event_id), json_agg(event.event_type), json_agg(event.event_version),
    json_agg(event.source_system), json_agg(event.user_id), json_agg(event.session_id), json_agg(event.causation_id),
    json_agg(event.correlation_id), json_agg(event.origin), json_agg(event.time_zone), json_agg(event.day),
    json_agg(event.payload), json_agg(event.metadata), json_agg(event.context)
  FROM (
    SELECT * FROM event WHERE event.lane = of_lane AND event."offset" > after_offset
    ORDER BY event."offset" LIMIT at_most) AS event
  GROUP BY event."offset" >> 5
$$;
