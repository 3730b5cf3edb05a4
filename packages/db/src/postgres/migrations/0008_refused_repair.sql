-- What makes two refusals the same: code, type, place and the sentence without its quoted names, ids and numbers.
-- A stored column and not code of the hub, so that what was kept before this migration is grouped as well.
CREATE FUNCTION refused_group(code text, event_type text, pointer text, detail text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT left(md5(code || E'\x1f' || coalesce(event_type, '') || E'\x1f' ||
    regexp_replace(regexp_replace(pointer, '^(/events|/batch)?/[0-9]+(?=/|$)', ''), '/[0-9]+(?=/|$)', '/*', 'g') || E'\x1f' ||
    regexp_replace(regexp_replace(regexp_replace(detail, '"[^"]*"', '""', 'g'),
      '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}', '#', 'g'), '[0-9]+', '#', 'g')), 16)
$$;
--> statement-breakpoint
-- open -> resubmitting -> resubmitted, or back to open when it was refused again; open -> discarded.
-- "resubmitting" holds the very text that is being published, so that whoever comes after a crash finishes
-- that attempt: the event log knows it by its id, and it is never loaded twice.
ALTER TABLE refused_event
  ADD COLUMN group_id text NOT NULL GENERATED ALWAYS AS (refused_group(code, event_type, pointer, detail)) STORED,
  ADD COLUMN state text NOT NULL DEFAULT 'open'
    CHECK (state IN ('open', 'resubmitting', 'resubmitted', 'discarded')),
  ADD COLUMN attempts integer NOT NULL DEFAULT 0,
  ADD COLUMN repaired bytea,
  ADD COLUMN repaired_as_admin boolean NOT NULL DEFAULT false,
  ADD COLUMN repaired_by text,
  ADD COLUMN claimed_at timestamptz,
  ADD COLUMN last_fault jsonb,
  ADD COLUMN settled_at timestamptz,
  ADD COLUMN settled_by text,
  ADD COLUMN settled_event_id uuid,
  ADD COLUMN settled_position text,
  ADD COLUMN settled_events integer,
  ADD COLUMN discard_reason text,
  ADD CONSTRAINT refused_event_settled CHECK (
    CASE state WHEN 'resubmitted' THEN settled_event_id IS NOT NULL AND settled_position IS NOT NULL AND settled_at IS NOT NULL
      WHEN 'discarded' THEN discard_reason IS NOT NULL AND settled_at IS NOT NULL
      WHEN 'resubmitting' THEN repaired IS NOT NULL AND claimed_at IS NOT NULL
      ELSE settled_at IS NULL END);
--> statement-breakpoint
CREATE INDEX refused_event_group ON refused_event (state, group_id, received_at DESC, refused_id DESC);
--> statement-breakpoint
CREATE INDEX refused_event_open ON refused_event (received_at, refused_id) WHERE state IN ('open', 'resubmitting');
--> statement-breakpoint
CREATE INDEX refused_event_open_source ON refused_event (source_system) WHERE state IN ('open', 'resubmitting');
--> statement-breakpoint
CREATE INDEX refused_event_key ON refused_event (key_id, received_at DESC) WHERE key_id IS NOT NULL;
--> statement-breakpoint
CREATE INDEX refused_event_unfinished ON refused_event (claimed_at) WHERE state = 'resubmitting';
--> statement-breakpoint
-- A repair of many. It goes on where it was after a crash: another worker takes it once its heartbeat is old.
CREATE TABLE repair_run (
  run_id uuid PRIMARY KEY DEFAULT uuidv7(),
  state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'cancelling', 'finished', 'cancelled')),
  plan jsonb NOT NULL,
  actor jsonb NOT NULL,
  started_by text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz,
  total integer NOT NULL,
  resubmitted integer NOT NULL DEFAULT 0,
  duplicates integer NOT NULL DEFAULT 0,
  refused_again integer NOT NULL DEFAULT 0,
  skipped integer NOT NULL DEFAULT 0,
  failures jsonb NOT NULL DEFAULT '[]',
  -- Everything up to here, in the order of (received_at, refused_id), has been tried.
  cursor_at timestamptz NOT NULL DEFAULT '-infinity',
  cursor_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  worker uuid,
  heartbeat_at timestamptz
);
--> statement-breakpoint
CREATE INDEX repair_run_started ON repair_run (started_at DESC);
--> statement-breakpoint
CREATE INDEX repair_run_unfinished ON repair_run (heartbeat_at) WHERE state IN ('running', 'cancelling');
--> statement-breakpoint
-- What every source sent, by minute, for rates of five minutes and of a day. Kept for 25 hours.
CREATE TABLE source_activity (
  source text NOT NULL,
  minute timestamptz NOT NULL,
  accepted bigint NOT NULL DEFAULT 0,
  duplicates bigint NOT NULL DEFAULT 0,
  refused bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (source, minute)
) WITH (fillfactor = 70);
--> statement-breakpoint
CREATE TABLE source_health (
  source text PRIMARY KEY,
  first_seen_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  last_accepted_at timestamptz,
  last_refused_at timestamptz,
  -- How often it was silent for so long: bucket b counts gaps up to 60 s * 2^(b/2). Shorter gaps are not
  -- counted: a busy source has so many of them that its nights would vanish beyond the 99th percentile.
  gaps integer[] NOT NULL DEFAULT array_fill(0, ARRAY[40])
) WITH (fillfactor = 50);
--> statement-breakpoint
-- Adds what one process counted since its last call. Sources in order, so that two processes never deadlock.
CREATE FUNCTION note_source_activity(sources text[], accepted bigint[], duplicates bigint[], refused bigint[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  seen timestamptz := clock_timestamp();
  one record;
  gap double precision;
  bucket int;
BEGIN
  FOR one IN SELECT * FROM unnest(sources, accepted, duplicates, refused) AS sent (source, taken, repeated, bad) ORDER BY 1 LOOP
    INSERT INTO source_health AS kept (source, first_seen_at, last_seen_at, last_accepted_at, last_refused_at)
      VALUES (one.source, seen, seen, CASE WHEN one.taken > 0 THEN seen END, CASE WHEN one.bad > 0 THEN seen END)
      ON CONFLICT (source) DO UPDATE SET last_seen_at = greatest(kept.last_seen_at, seen),
        last_accepted_at = coalesce(excluded.last_accepted_at, kept.last_accepted_at),
        last_refused_at = coalesce(excluded.last_refused_at, kept.last_refused_at)
      RETURNING extract(epoch FROM seen - old.last_seen_at) INTO gap;
    IF gap >= 60 THEN
      bucket := least(40, greatest(1, ceil(2 * log(2, (gap / 60)::numeric))::int));
      UPDATE source_health SET gaps[bucket] = gaps[bucket] + 1 WHERE source = one.source;
    END IF;
    INSERT INTO source_activity AS kept (source, minute, accepted, duplicates, refused)
      VALUES (one.source, date_trunc('minute', seen), one.taken, one.repeated, one.bad)
      ON CONFLICT (source, minute) DO UPDATE SET accepted = kept.accepted + excluded.accepted,
        duplicates = kept.duplicates + excluded.duplicates, refused = kept.refused + excluded.refused;
  END LOOP;
END $$;
--> statement-breakpoint
-- A stretch of time in which a source or a consumer was unusual: one open row per kind and key, whatever
-- number of processes watch. The ids of its two events follow from episode_id, so an append that is
-- repeated after a crash is known to the log.
CREATE TABLE episode (
  episode_id uuid PRIMARY KEY DEFAULT uuidv7(),
  kind text NOT NULL CHECK (kind IN ('source_refusals', 'source_silence', 'ingestion_lag')),
  key text NOT NULL,
  began_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  ended_at timestamptz,
  details jsonb NOT NULL,
  end_details jsonb,
  begin_recorded boolean NOT NULL DEFAULT false,
  end_recorded boolean NOT NULL DEFAULT false
);
--> statement-breakpoint
CREATE UNIQUE INDEX episode_open ON episode (kind, key) WHERE ended_at IS NULL;
--> statement-breakpoint
CREATE INDEX episode_began ON episode (began_at DESC, episode_id DESC);
--> statement-breakpoint
CREATE INDEX episode_unrecorded ON episode (episode_id) WHERE NOT begin_recorded OR (ended_at IS NOT NULL AND NOT end_recorded);
