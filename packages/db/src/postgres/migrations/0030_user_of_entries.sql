-- An entry whose user is its key says "=" instead of the user: a sixth of what a plain score keeps of an hour.
CREATE OR REPLACE VIEW held_state AS
SELECT processor, version, key, window_kind, window_start, lane, user_id, state, view, deadline_at, last_event_id,
  last_occurred_at, last_recorded_at, time_zone, correlation_id, causation_depth, updated_at, fired_until,
  NULL::date AS shelf, NULL::timestamptz AS earliest_deadline_at
FROM processor_state
UNION ALL
SELECT processor, version, key, kind, start, lane,
  CASE field[10] WHEN '=' THEN key ELSE field[10] END::uuid, field[1]::jsonb, field[2]::jsonb, field[3]::timestamptz,
  field[4]::uuid, field[5]::timestamptz, field[6]::timestamptz, field[7],
  field[11]::jsonb #>> '{}', field[8]::int, updated_at, field[9]::timestamptz, NULL, deadline_at
FROM state_front
CROSS JOIN LATERAL (
  SELECT 'hourly', hourly_start, hourly_entry UNION ALL SELECT 'daily', daily_start, daily_entry
  UNION ALL SELECT 'weekly', weekly_start, weekly_entry UNION ALL SELECT 'monthly', monthly_start, monthly_entry
  ) AS held_window (kind, start, entry)
CROSS JOIN LATERAL (SELECT string_to_array(entry, E'\x1f', '') AS field) AS fields
WHERE entry IS NOT NULL
UNION ALL
SELECT processor, version, key, split_part(name, '|', 1), split_part(name, '|', 2), lane,
  CASE field[10] WHEN '=' THEN key ELSE field[10] END::uuid, field[1]::jsonb, field[2]::jsonb, field[3]::timestamptz,
  field[4]::uuid, field[5]::timestamptz, field[6]::timestamptz, field[7], field[11]::jsonb #>> '{}', field[8]::int, updated_at, field[9]::timestamptz, shelf,
  deadline_at
FROM state_shelf
CROSS JOIN LATERAL shelf_windows(windows) AS held_window (name, entry)
CROSS JOIN LATERAL (SELECT string_to_array(entry, E'\x1f', '') AS field) AS fields;
