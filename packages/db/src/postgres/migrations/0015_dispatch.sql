-- Who gets what. `epoch` counts the changes of all of them: a batch that was matched under another epoch is fenced,
-- so a change takes effect on the next event, everywhere.
CREATE TABLE dispatch_epoch (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  epoch bigint NOT NULL DEFAULT 0
);
--> statement-breakpoint
INSERT INTO dispatch_epoch DEFAULT VALUES;
--> statement-breakpoint
CREATE TABLE subscription (
  subscription_id uuid PRIMARY KEY DEFAULT uuidv7(),
  name text NOT NULL,
  topics text[] NOT NULL,
  filter text,
  template jsonb,
  -- Without secrets: those lie in `sealed`, encrypted.
  destination jsonb NOT NULL,
  sealed bytea,
  fifo boolean NOT NULL DEFAULT false,
  concurrency smallint NOT NULL DEFAULT 10,
  rate_per_second integer,
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'disabled')),
  state_reason text,
  -- No attempt succeeded since.
  failing_since timestamptz,
  -- Of 50, 70 and 90 % of the time until it is disabled: which was told already.
  warned_percent smallint NOT NULL DEFAULT 0,
  circuit_open_until timestamptz,
  -- The process that sends for it, as long as it says so again and again: so one delivery is tried by one process.
  owner uuid,
  owned_until timestamptz,
  epoch bigint NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- It matches and sends nothing any longer; its rows are removed bit by bit.
  removed_at timestamptz
);
--> statement-breakpoint
CREATE INDEX subscription_epoch ON subscription (epoch);
--> statement-breakpoint
CREATE TABLE subscription_secret (
  secret_id uuid PRIMARY KEY DEFAULT uuidv7(),
  subscription_id uuid NOT NULL REFERENCES subscription ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('hmac', 'ed25519')),
  public_key text,
  sealed bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz
);
--> statement-breakpoint
CREATE INDEX subscription_secret_of ON subscription_secret (subscription_id);
--> statement-breakpoint
-- How far a subscription has looked. `joined`: the matcher at the head looks for it, at what lies behind `offset`;
-- else it reads on by itself, and joins once it is at or ahead of the matcher.
CREATE TABLE subscription_lane (
  subscription_id uuid NOT NULL REFERENCES subscription ON DELETE CASCADE,
  lane smallint NOT NULL,
  "offset" bigint NOT NULL,
  joined boolean NOT NULL,
  -- matched = delivered + dead + discarded + pending of its deliveries, and what was pruned of them.
  matched bigint NOT NULL DEFAULT 0,
  missing_key bigint NOT NULL DEFAULT 0,
  pruned_delivered bigint NOT NULL DEFAULT 0,
  pruned_discarded bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (subscription_id, lane)
);
--> statement-breakpoint
CREATE INDEX subscription_lane_apart ON subscription_lane (subscription_id) WHERE NOT joined;
--> statement-breakpoint
-- The duty to hand one event to one subscription: the event's place, not its content. `generation` is above 0 where
-- it was sent once more after it had been delivered.
CREATE TABLE delivery (
  subscription_id uuid NOT NULL,
  lane smallint NOT NULL,
  generation integer NOT NULL DEFAULT 0,
  "offset" bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  event_id uuid NOT NULL,
  user_id uuid,
  -- The user where the order of users is kept, else null.
  order_key uuid,
  matched_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Pending: when it may be tried. Who pulls it moves it to the end of a lease.
  due_at timestamptz,
  lease uuid,
  finished_at timestamptz,
  attempts integer NOT NULL DEFAULT 0,
  -- Attempts before it was redriven: the schedule of retries begins anew.
  tried_before integer NOT NULL DEFAULT 0,
  last_status integer,
  event_type text NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'delivered', 'dead', 'discarded')),
  reason text,
  -- How it failed, without what differs from event to event.
  fingerprint text,
  -- What a person put in the place of what the event gives.
  body jsonb,
  PRIMARY KEY (subscription_id, lane, "offset", generation)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
--> statement-breakpoint
CREATE INDEX delivery_due ON delivery (subscription_id, due_at) WHERE state = 'pending';
--> statement-breakpoint
CREATE INDEX delivery_ordered ON delivery (subscription_id, order_key, "offset")
  WHERE state = 'pending' AND order_key IS NOT NULL;
--> statement-breakpoint
CREATE INDEX delivery_dead ON delivery (subscription_id, fingerprint, finished_at) WHERE state = 'dead';
--> statement-breakpoint
CREATE INDEX delivery_done ON delivery USING brin (finished_at);
--> statement-breakpoint
CREATE INDEX delivery_listed ON delivery (subscription_id, recorded_at DESC, lane DESC, "offset" DESC, generation DESC);
--> statement-breakpoint
CREATE TABLE delivery_attempt (
  subscription_id uuid NOT NULL,
  lane smallint NOT NULL,
  generation integer NOT NULL,
  "offset" bigint NOT NULL,
  attempt integer NOT NULL,
  at timestamptz NOT NULL,
  duration_ms real NOT NULL,
  outcome text NOT NULL,
  status integer,
  error_code text,
  reason text,
  url text,
  address text,
  request_headers jsonb NOT NULL DEFAULT '{}',
  request_body text,
  response_headers jsonb,
  response_body text,
  response_truncated boolean NOT NULL DEFAULT false,
  PRIMARY KEY (subscription_id, lane, "offset", generation, attempt)
);
--> statement-breakpoint
CREATE INDEX delivery_attempt_time ON delivery_attempt (subscription_id, at DESC);
--> statement-breakpoint
-- What a subscription did by the hour, so that its health is a look and not a count.
CREATE TABLE delivery_hour (
  subscription_id uuid NOT NULL,
  hour timestamptz NOT NULL,
  delivered integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  PRIMARY KEY (subscription_id, hour)
);
--> statement-breakpoint
-- The sinks that can be subscribed with, told by whoever runs them: so no plugin code is loaded where they are chosen.
CREATE TABLE sink (
  sink_id text PRIMARY KEY,
  version text NOT NULL,
  title jsonb NOT NULL,
  description jsonb NOT NULL,
  topics text[] NOT NULL,
  config_schema jsonb NOT NULL
);
--> statement-breakpoint
-- A repair of many deliveries.
CREATE TABLE redrive_run (
  run_id uuid PRIMARY KEY DEFAULT uuidv7(),
  subscription_id uuid NOT NULL REFERENCES subscription ON DELETE CASCADE,
  selection jsonb NOT NULL,
  -- What failed or was recorded later is not in it.
  upto timestamptz NOT NULL,
  rate_per_second integer NOT NULL,
  state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'paused', 'finished', 'cancelled')),
  total integer NOT NULL,
  redriven integer NOT NULL DEFAULT 0,
  skipped integer NOT NULL DEFAULT 0,
  -- Replay of what was missed: the place it has read to, by lane.
  cursor jsonb NOT NULL DEFAULT '{}',
  next_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_by text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz
);
--> statement-breakpoint
CREATE INDEX redrive_run_open ON redrive_run (next_at) WHERE state = 'running';
--> statement-breakpoint
CREATE INDEX redrive_run_of ON redrive_run (subscription_id, started_at DESC);
--> statement-breakpoint
-- The last offset of a lane that was recorded before an instant. `recorded_at` never runs backwards along a lane, so
-- it is found by halving: a scan would read a month.
CREATE FUNCTION offset_before(of_lane smallint, instant timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
  low bigint;
  high bigint;
  middle bigint;
  at_middle timestamptz;
BEGIN
  SELECT first_hot_offset - 1, head INTO low, high FROM lane WHERE lane.lane = of_lane;
  WHILE low < high LOOP
    middle := (low + high + 1) / 2;
    SELECT recorded_at INTO at_middle FROM event WHERE event.lane = of_lane AND event."offset" = middle;
    IF at_middle < instant THEN low := middle; ELSE high := middle - 1; END IF;
  END LOOP;
  RETURN low;
END $$;
--> statement-breakpoint
-- Inserts what matched in a stretch of one lane, and counts it. A delivery that is there stays as it is.
CREATE FUNCTION insert_deliveries(
  of_lane smallint, subscriptions uuid[], offsets bigint[], recorded timestamptz[], event_ids uuid[], users uuid[],
  ordered boolean[], types text[], faults text[], missed_subscriptions uuid[], missed_counts int[]
) RETURNS int LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  total int := cardinality(subscriptions);
  inserted int := 0;
BEGIN
  IF (SELECT bool_or(size <> total) FROM unnest(ARRAY[cardinality(offsets), cardinality(recorded),
      cardinality(event_ids), cardinality(users), cardinality(ordered), cardinality(types), cardinality(faults)]) AS size)
  THEN RAISE EXCEPTION 'a value breaks the columns of the batch' USING ERRCODE = 'data_exception'; END IF;
  IF total > 0 THEN
    WITH fresh AS (
      INSERT INTO delivery (subscription_id, lane, "offset", recorded_at, event_id, user_id, order_key, event_type,
          state, due_at, finished_at, reason, fingerprint)
        SELECT subscriptions[i], of_lane, offsets[i], recorded[i], event_ids[i], users[i],
          CASE WHEN ordered[i] THEN users[i] END, types[i],
          CASE WHEN faults[i] IS NULL THEN 'pending' ELSE 'dead' END,
          CASE WHEN faults[i] IS NULL THEN clock_timestamp() END,
          CASE WHEN faults[i] IS NULL THEN NULL ELSE clock_timestamp() END,
          faults[i], CASE WHEN faults[i] IS NULL THEN NULL ELSE left('before sending: ' || faults[i], 200) END
        FROM generate_series(1, total) AS i ORDER BY subscriptions[i], offsets[i]
        ON CONFLICT DO NOTHING RETURNING subscription_id),
      counted AS (SELECT fresh.subscription_id, count(*) AS events FROM fresh GROUP BY fresh.subscription_id),
      noted AS (
        UPDATE subscription_lane SET matched = matched + counted.events FROM counted
        WHERE subscription_lane.subscription_id = counted.subscription_id AND subscription_lane.lane = of_lane)
    SELECT coalesce(sum(events), 0) INTO inserted FROM counted;
  END IF;
  IF cardinality(missed_subscriptions) > 0 THEN
    UPDATE subscription_lane SET missing_key = missing_key + missed_counts[i]
      FROM generate_series(1, cardinality(missed_subscriptions)) AS i
      WHERE subscription_lane.subscription_id = missed_subscriptions[i] AND subscription_lane.lane = of_lane;
  END IF;
  RETURN inserted;
END $$;
--> statement-breakpoint
-- The end of a batch of the matcher: deliveries and checkpoint in one statement. False when fenced: another matcher
-- moved the checkpoint, or a subscription was changed after the batch was matched.
CREATE FUNCTION finish_matching(
  of_processor text, of_version text, of_lane smallint, from_offset bigint, to_offset bigint, of_epoch bigint,
  of_complete_through timestamptz, subscriptions uuid[], offsets bigint[], recorded timestamptz[], event_ids uuid[],
  users uuid[], ordered boolean[], types text[], faults text[], missed_subscriptions uuid[], missed_counts int[]
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM dispatch_epoch WHERE epoch = of_epoch FOR SHARE;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE checkpoint SET "offset" = to_offset, complete_through = coalesce(of_complete_through, complete_through)
    WHERE processor = of_processor AND version = of_version AND lane = of_lane AND "offset" = from_offset;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM insert_deliveries(of_lane, subscriptions, offsets, recorded, event_ids, users, ordered, types, faults,
    missed_subscriptions, missed_counts);
  RETURN true;
END $$;
--> statement-breakpoint
-- The end of a stretch that a subscription read by itself. It joins the matcher as soon as it is not behind it: the
-- lock on the epoch keeps the matcher from moving meanwhile, and tells it of the change. Answers the new epoch or 0.
CREATE FUNCTION finish_catch_up(
  of_processor text, of_version text, of_subscription uuid, of_lane smallint, from_offset bigint, to_offset bigint,
  of_epoch bigint, subscriptions uuid[], offsets bigint[], recorded timestamptz[], event_ids uuid[],
  users uuid[], ordered boolean[], types text[], faults text[], missed_subscriptions uuid[], missed_counts int[]
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  known bigint;
BEGIN
  SELECT epoch INTO known FROM dispatch_epoch FOR UPDATE;
  PERFORM 1 FROM subscription WHERE subscription_id = of_subscription AND epoch = of_epoch AND removed_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE subscription_lane SET "offset" = to_offset,
      joined = to_offset >= (SELECT "offset" FROM checkpoint
        WHERE processor = of_processor AND version = of_version AND checkpoint.lane = of_lane)
    WHERE subscription_id = of_subscription AND lane = of_lane AND "offset" = from_offset AND NOT joined;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM insert_deliveries(of_lane, subscriptions, offsets, recorded, event_ids, users, ordered, types, faults,
    missed_subscriptions, missed_counts);
  IF EXISTS (SELECT FROM subscription_lane WHERE subscription_id = of_subscription AND lane = of_lane AND joined) THEN
    UPDATE dispatch_epoch SET epoch = known + 1;
    UPDATE subscription SET epoch = known + 1 WHERE subscription_id = of_subscription;
  END IF;
  RETURN true;
END $$;
--> statement-breakpoint
-- What is due of some subscriptions, at most `rooms` of each, oldest first. Where the order of users is kept, only the
-- first of a user. It changes nothing: who asks owns the subscriptions and knows what it is trying already. The time is that of the
-- statement, which an index can be asked for: with the clock it read all that waits for a later retry.
CREATE FUNCTION read_due(subscriptions uuid[], rooms int[]) RETURNS SETOF delivery LANGUAGE sql STABLE
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
  SELECT waiting.* FROM unnest(subscriptions, rooms) AS asked (subscription_id, room)
    CROSS JOIN LATERAL (
      SELECT d.* FROM delivery AS d
      WHERE d.subscription_id = asked.subscription_id AND d.state = 'pending' AND d.due_at <= statement_timestamp()
        AND (d.order_key IS NULL OR NOT EXISTS (
          SELECT FROM delivery AS before WHERE before.subscription_id = d.subscription_id AND before.state = 'pending'
            AND before.order_key = d.order_key AND before."offset" < d."offset"))
      ORDER BY d.due_at LIMIT asked.room) AS waiting
$$;
--> statement-breakpoint
-- Takes what is due of a subscription until the end of a lease, for those who pull. Whoever comes at the same time finds
-- that it is due no longer.
CREATE FUNCTION claim_deliveries(of_subscription uuid, at_most int, of_lease uuid, lease_seconds int)
RETURNS SETOF delivery LANGUAGE sql
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
  UPDATE delivery SET lease = of_lease, due_at = clock_timestamp() + make_interval(secs => lease_seconds)
    FROM read_due(ARRAY[of_subscription], ARRAY[at_most]) AS due
    WHERE delivery.subscription_id = due.subscription_id AND delivery.lane = due.lane
      AND delivery."offset" = due."offset" AND delivery.generation = due.generation
      AND delivery.state = 'pending' AND delivery.due_at = due.due_at
    RETURNING delivery.*
$$;
--> statement-breakpoint
-- The end of some attempts: deliveries, attempts and figures in one statement. What is no longer leased, or belongs to a
-- subscription of another owner by now, is left alone.
-- Answers how many deliveries it settled or put back.
CREATE FUNCTION finish_attempts(records jsonb) RETURNS int LANGUAGE sql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
  WITH sent AS (
    SELECT * FROM jsonb_to_recordset(records) AS r (
      subscription_id uuid, lane smallint, "offset" bigint, generation int, lease uuid, outcome text,
      due_at timestamptz, at timestamptz, duration_ms real, status int, error_code text, reason text, fingerprint text,
      url text, address text, request_headers jsonb, request_body text, response_headers jsonb, response_body text,
      response_truncated boolean)),
  done AS (
    UPDATE delivery SET attempts = delivery.attempts + 1, lease = NULL,
        state = CASE WHEN sent.outcome = 'delivered' THEN 'delivered' WHEN sent.due_at IS NULL THEN 'dead'
          ELSE 'pending' END,
        due_at = sent.due_at, finished_at = CASE WHEN sent.due_at IS NULL THEN clock_timestamp() END,
        last_status = sent.status, reason = sent.reason,
        fingerprint = CASE sent.outcome WHEN 'delivered' THEN NULL ELSE sent.fingerprint END
      FROM sent WHERE delivery.subscription_id = sent.subscription_id AND delivery.lane = sent.lane
        AND delivery."offset" = sent."offset" AND delivery.generation = sent.generation
        AND delivery.state = 'pending' AND (delivery.lease = sent.lease OR EXISTS (SELECT FROM subscription AS mine
          WHERE mine.subscription_id = sent.subscription_id AND mine.owner = sent.lease))
      RETURNING delivery.subscription_id, delivery.lane, delivery."offset", delivery.generation, delivery.attempts),
  kept AS (
    INSERT INTO delivery_attempt (subscription_id, lane, "offset", generation, attempt, at, duration_ms, outcome,
        status, error_code, reason, url, address, request_headers, request_body, response_headers, response_body,
        response_truncated)
      SELECT done.subscription_id, done.lane, done."offset", done.generation, done.attempts, sent.at,
        sent.duration_ms, sent.outcome, sent.status, sent.error_code, sent.reason, sent.url, sent.address,
        coalesce(sent.request_headers, '{}'), sent.request_body, sent.response_headers, sent.response_body,
        coalesce(sent.response_truncated, false)
      FROM done JOIN sent USING (subscription_id, lane, "offset", generation)
      ON CONFLICT DO NOTHING),
  figures AS (
    SELECT done.subscription_id, date_trunc('hour', sent.at) AS hour,
      count(*) FILTER (WHERE sent.outcome = 'delivered') AS delivered,
      count(*) FILTER (WHERE sent.outcome <> 'delivered') AS failed,
      -- What was rejected is about its event, not about the endpoint.
      count(*) FILTER (WHERE sent.outcome NOT IN ('delivered', 'rejected')) AS away, min(sent.at) AS first_at
    FROM done JOIN sent USING (subscription_id, lane, "offset", generation) GROUP BY 1, 2),
  counted AS (
    INSERT INTO delivery_hour AS known (subscription_id, hour, delivered, failed)
      SELECT figures.subscription_id, figures.hour, figures.delivered, figures.failed FROM figures ORDER BY 1, 2
      ON CONFLICT (subscription_id, hour) DO UPDATE SET delivered = known.delivered + excluded.delivered,
        failed = known.failed + excluded.failed),
  judged AS (
    UPDATE subscription SET
        failing_since = CASE WHEN ok.delivered > 0 THEN NULL ELSE coalesce(failing_since, ok.first_at) END,
        warned_percent = CASE WHEN ok.delivered > 0 THEN 0 ELSE warned_percent END
      FROM (SELECT figures.subscription_id, sum(figures.delivered) AS delivered, sum(figures.away) AS away,
        min(figures.first_at) AS first_at
        FROM figures GROUP BY 1) AS ok
      WHERE subscription.subscription_id = ok.subscription_id
        AND CASE WHEN ok.delivered > 0 THEN subscription.failing_since IS NOT NULL
          ELSE ok.away > 0 AND subscription.failing_since IS NULL END)
  SELECT count(*)::int FROM done
$$;
