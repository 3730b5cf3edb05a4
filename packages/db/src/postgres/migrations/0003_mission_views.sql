-- Aggregates and streaks in the shape of the mission's tables, for people with an SQL tool. The states
-- themselves stay where their checkpoints are; nothing of the hub reads these views.
CREATE VIEW activity_aggregate AS
SELECT md5(concat_ws('|', processor, version, key, window_kind, window_start))::uuid AS id,
  user_id, window_kind AS period, bounds.period_start, bounds.period_end,
  state->'counts' AS event_counts, (state->>'score')::numeric AS activity_score,
  (SELECT max((streak->>'count')::int) FROM processor_state AS held,
     jsonb_array_elements(coalesce(held.view, held.state)->'streaks') AS streak
   WHERE held.processor = 'streak' AND held.version = processor_state.version AND held.key = processor_state.key
     AND held.window_kind = 'all' AND held.window_start = '' AND streak->>'streak_type' = 'daily'
     AND (streak->>'breaks_at')::timestamptz > now()) AS streak_count,
  jsonb_build_object('processor', processor, 'version', version, 'window_start', window_start, 'time_zone', time_zone)
    AS metadata,
  updated_at AS computed_at
FROM processor_state
-- Windows are calendar windows: their bounds are local, an hour carries its own offset (2026-10-25T02+01:00).
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
