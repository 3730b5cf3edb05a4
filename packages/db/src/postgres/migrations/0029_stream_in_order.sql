-- What happened in the stream of a user, in order of occurrence, behind a place and up to an offset of its lane, without what
-- was taken back. Without settings of its own, so that it becomes part of the two that follow: as rows of a function, 100,000
-- events cost 0.3 s more.
--   The bounds of days bound instants too, since a day lies within a day of UTC: else a window would begin with a walk
-- from the first event of the stream.
CREATE FUNCTION stream_in_order(
  of_user uuid, of_lane smallint, up_to bigint, first_day date, last_day date,
  after_instant timestamptz, after_id uuid, at_most int
) RETURNS SETOF event LANGUAGE sql STABLE AS $$
  SELECT * FROM event
  WHERE event.user_id = of_user AND event.lane = of_lane AND event."offset" <= up_to
    AND event.day BETWEEN first_day AND last_day
    AND event.occurred_at < last_day + interval '2 days'
    AND (event.occurred_at, event.event_id) > (greatest(after_instant, first_day - interval '1 day'), after_id)
    AND NOT EXISTS (SELECT FROM event_correction AS taken WHERE taken.event_id = event.event_id)
  ORDER BY event.occurred_at, event.event_id LIMIT at_most
$$;
--> statement-breakpoint
-- A row for up to 128 events of it, and 32 of those that are not small, with an array for each column: see read_lanes.
--   A function for its settings: of a user with many events, a plan that a connection had made for users with few sorted all
-- that is left of the stream for every thousand events (a third of a second each), and one that knew better walked through
-- the events of everybody.
CREATE FUNCTION read_stream(
  of_user uuid, of_lane smallint, up_to bigint, first_day date, last_day date,
  after_instant timestamptz, after_id uuid, at_most int
) RETURNS TABLE (
  "offset" json, recorded_at json, occurred_at json, received_at json, sent_at json, event_id json,
  event_type json, event_version json, source_system json, user_id json, session_id json, causation_id json,
  correlation_id json, origin json, time_zone json, day json, payload json, metadata json, context json
) LANGUAGE sql STABLE SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET enable_hashjoin = off
SET enable_mergejoin = off SET enable_material = off SET work_mem = '32MB' AS $$
  SELECT json_agg(event."offset"), json_agg(event.recorded_at), json_agg(event.occurred_at),
    json_agg(event.received_at), json_agg(event.sent_at), json_agg(event.event_id), json_agg(event.event_type),
    json_agg(event.event_version), json_agg(event.source_system), json_agg(event.user_id), json_agg(event.session_id),
    json_agg(event.causation_id), json_agg(event.correlation_id), json_agg(event.origin), json_agg(event.time_zone),
    json_agg(event.day), json_agg(event.payload), json_agg(event.metadata), json_agg(event.context)
  FROM (
    SELECT found.*, row_number() OVER () AS number
    FROM stream_in_order(of_user, of_lane, up_to, first_day, last_day, after_instant, after_id, at_most) AS found) AS event
  GROUP BY CASE
    WHEN pg_column_size(event.payload) + pg_column_size(event.metadata) + pg_column_size(event.context) > 512
    THEN -1 - (event.number >> 5) ELSE event.number >> 7 END
$$;
--> statement-breakpoint
-- The same without what the events say, in one row.
CREATE FUNCTION read_stream_outlines(
  of_user uuid, of_lane smallint, up_to bigint, first_day date, last_day date,
  after_instant timestamptz, after_id uuid, at_most int
) RETURNS TABLE (
  event_id json, event_type json, occurred_at json, session_id json, origin json, time_zone json, day json, processor json
) LANGUAGE sql STABLE SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET enable_hashjoin = off
SET enable_mergejoin = off SET enable_material = off AS $$
  SELECT json_agg(event.event_id), json_agg(event.event_type), json_agg(event.occurred_at), json_agg(event.session_id),
    json_agg(event.origin), json_agg(event.time_zone), json_agg(event.day),
    json_agg(CASE WHEN event.origin = 'derived' THEN event.metadata->>'processor' END)
  FROM stream_in_order(of_user, of_lane, up_to, first_day, last_day, after_instant, after_id, at_most) AS event
$$;
--> statement-breakpoint
-- What was recorded in the stream of a user behind an offset, among the next events of its lane: since when it may have
-- changed what was read of the stream before, and whether anything was taken back.
CREATE FUNCTION stream_changes(of_user uuid, of_lane smallint, after_offset bigint, at_most int)
RETURNS TABLE (looked bigint, changed_from timestamptz, taken_back boolean) LANGUAGE sql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
  SELECT count(*), min(event.occurred_at) FILTER (WHERE event.user_id = of_user),
    coalesce(bool_or(event.user_id = of_user AND event.event_type LIKE 'activity.correction.%'), false)
  FROM (
    SELECT * FROM event WHERE event.lane = of_lane AND event."offset" > after_offset
    ORDER BY event."offset" LIMIT at_most) AS event
$$;
--> statement-breakpoint
-- What people took back is a little of what was taken back, and is asked about by whoever looks at a value.
CREATE INDEX event_correction_by_people ON event_correction (lane) WHERE kind <> 'superseded';
