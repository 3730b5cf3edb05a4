-- What matched at the head is written for many lanes by one statement: a statement costs as much as fifteen deliveries.
DROP FUNCTION finish_matching(text, text, smallint, bigint, bigint, bigint, timestamptz, uuid[], bigint[], timestamptz[],
  uuid[], uuid[], boolean[], text[], text[], uuid[], int[]);
--> statement-breakpoint
DROP FUNCTION finish_catch_up(text, text, uuid, smallint, bigint, bigint, bigint, uuid[], bigint[], timestamptz[],
  uuid[], uuid[], boolean[], text[], text[], uuid[], int[]);
--> statement-breakpoint
DROP FUNCTION insert_deliveries(smallint, uuid[], bigint[], timestamptz[], uuid[], uuid[], boolean[], text[], text[],
  uuid[], int[]);
--> statement-breakpoint
DROP FUNCTION finish_attempts(jsonb);
--> statement-breakpoint
-- Inserts what matched in stretches of some lanes, and counts it; what lies in other lanes is left out. A delivery that is
-- there stays as it is.
CREATE FUNCTION insert_deliveries(
  of_lanes smallint[], lanes smallint[], subscriptions uuid[], offsets bigint[], recorded timestamptz[],
  event_ids uuid[], users uuid[], ordered boolean[], types text[], faults text[], missed_lanes smallint[],
  missed_subscriptions uuid[], missed_counts int[]
) RETURNS int LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  total int := cardinality(subscriptions);
  inserted int := 0;
BEGIN
  IF (SELECT bool_or(size <> total) FROM unnest(ARRAY[cardinality(lanes), cardinality(offsets), cardinality(recorded),
      cardinality(event_ids), cardinality(users), cardinality(ordered), cardinality(types), cardinality(faults)]) AS size)
  THEN RAISE EXCEPTION 'a value breaks the columns of the batch' USING ERRCODE = 'data_exception'; END IF;
  IF total > 0 THEN
    WITH fresh AS (
      INSERT INTO delivery (subscription_id, lane, "offset", recorded_at, event_id, user_id, order_key, event_type,
          state, due_at, finished_at, reason, fingerprint)
        SELECT subscriptions[i], lanes[i], offsets[i], recorded[i], event_ids[i], users[i],
          CASE WHEN ordered[i] THEN users[i] END, types[i],
          CASE WHEN faults[i] IS NULL THEN 'pending' ELSE 'dead' END,
          CASE WHEN faults[i] IS NULL THEN clock_timestamp() END,
          CASE WHEN faults[i] IS NULL THEN NULL ELSE clock_timestamp() END,
          faults[i], CASE WHEN faults[i] IS NULL THEN NULL ELSE left('before sending: ' || faults[i], 200) END
        FROM generate_series(1, total) AS i WHERE lanes[i] = ANY (of_lanes)
        ORDER BY subscriptions[i], lanes[i], offsets[i]
        ON CONFLICT DO NOTHING RETURNING subscription_id, lane),
      counted AS (SELECT fresh.subscription_id, fresh.lane, count(*) AS events FROM fresh GROUP BY 1, 2),
      noted AS (
        UPDATE subscription_lane SET matched = matched + counted.events FROM counted
        WHERE subscription_lane.subscription_id = counted.subscription_id AND subscription_lane.lane = counted.lane)
    SELECT coalesce(sum(events), 0) INTO inserted FROM counted;
  END IF;
  IF cardinality(missed_subscriptions) > 0 THEN
    UPDATE subscription_lane SET missing_key = missing_key + missed_counts[i]
      FROM generate_series(1, cardinality(missed_subscriptions)) AS i
      WHERE subscription_lane.subscription_id = missed_subscriptions[i] AND subscription_lane.lane = missed_lanes[i]
        AND missed_lanes[i] = ANY (of_lanes);
  END IF;
  RETURN inserted;
END $$;
--> statement-breakpoint
-- The end of batches of the matcher, one a lane: deliveries and checkpoints in one statement. Answers the lanes that moved;
-- the others are fenced: another matcher moved the checkpoint, or a subscription was changed after the batch was matched.
CREATE FUNCTION finish_matching(
  of_processor text, of_version text, of_lanes smallint[], from_offsets bigint[], to_offsets bigint[], epochs bigint[],
  completes timestamptz[], lanes smallint[], subscriptions uuid[], offsets bigint[], recorded timestamptz[],
  event_ids uuid[], users uuid[], ordered boolean[], types text[], faults text[], missed_lanes smallint[],
  missed_subscriptions uuid[], missed_counts int[]
) RETURNS smallint[] LANGUAGE plpgsql AS $$
DECLARE
  known bigint;
  moved smallint[];
BEGIN
  SELECT epoch INTO known FROM dispatch_epoch FOR SHARE;
  -- In one order, so that two matchers never wait for one another crosswise.
  PERFORM FROM checkpoint WHERE processor = of_processor AND version = of_version AND lane = ANY (of_lanes)
    ORDER BY lane FOR NO KEY UPDATE;
  WITH finished AS (
    UPDATE checkpoint SET "offset" = batch.upto,
        complete_through = coalesce(batch.complete, checkpoint.complete_through)
      FROM unnest(of_lanes, from_offsets, to_offsets, epochs, completes) AS batch (lane, since, upto, epoch, complete)
      WHERE checkpoint.processor = of_processor AND checkpoint.version = of_version AND checkpoint.lane = batch.lane
        AND checkpoint."offset" = batch.since AND batch.epoch = known
      RETURNING checkpoint.lane)
  SELECT coalesce(array_agg(finished.lane), '{}') INTO moved FROM finished;
  PERFORM insert_deliveries(moved, lanes, subscriptions, offsets, recorded, event_ids, users, ordered, types, faults,
    missed_lanes, missed_subscriptions, missed_counts);
  RETURN moved;
END $$;
--> statement-breakpoint
-- The end of a stretch that a subscription read by itself. It joins the matcher as soon as it is not behind it: the
-- lock on the epoch keeps the matcher from moving meanwhile, and tells it of the change. False when fenced.
CREATE FUNCTION finish_catch_up(
  of_processor text, of_version text, of_subscription uuid, of_lane smallint, from_offset bigint, to_offset bigint,
  of_epoch bigint, lanes smallint[], subscriptions uuid[], offsets bigint[], recorded timestamptz[], event_ids uuid[],
  users uuid[], ordered boolean[], types text[], faults text[], missed_lanes smallint[], missed_subscriptions uuid[],
  missed_counts int[]
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
  PERFORM insert_deliveries(ARRAY[of_lane], lanes, subscriptions, offsets, recorded, event_ids, users, ordered, types,
    faults, missed_lanes, missed_subscriptions, missed_counts);
  IF EXISTS (SELECT FROM subscription_lane WHERE subscription_id = of_subscription AND lane = of_lane AND joined) THEN
    UPDATE dispatch_epoch SET epoch = known + 1;
    UPDATE subscription SET epoch = known + 1 WHERE subscription_id = of_subscription;
  END IF;
  RETURN true;
END $$;
--> statement-breakpoint
-- The end of some attempts: deliveries, attempts and figures in one statement. What is no longer leased, or belongs to a
-- subscription of another owner by now, is left alone. Answers how many deliveries it settled or put back. The update
-- carries its record along: joining them again compared each with each, half of the cost of a hundred.
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
      RETURNING delivery.attempts, sent.*),
  kept AS (
    INSERT INTO delivery_attempt (subscription_id, lane, "offset", generation, attempt, at, duration_ms, outcome,
        status, error_code, reason, url, address, request_headers, request_body, response_headers, response_body,
        response_truncated)
      SELECT done.subscription_id, done.lane, done."offset", done.generation, done.attempts, done.at,
        done.duration_ms, done.outcome, done.status, done.error_code, done.reason, done.url, done.address,
        coalesce(done.request_headers, '{}'), done.request_body, done.response_headers, done.response_body,
        coalesce(done.response_truncated, false)
      FROM done
      ON CONFLICT DO NOTHING),
  figures AS (
    SELECT done.subscription_id, date_trunc('hour', done.at) AS hour,
      count(*) FILTER (WHERE done.outcome = 'delivered') AS delivered,
      count(*) FILTER (WHERE done.outcome <> 'delivered') AS failed,
      -- What was rejected is about its event, not about the endpoint.
      count(*) FILTER (WHERE done.outcome NOT IN ('delivered', 'rejected')) AS away, min(done.at) AS first_at
    FROM done GROUP BY 1, 2),
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
--> statement-breakpoint
-- Nothing asks the planner about them, yet autovacuum compared thirty thousand of them with one another: two thirds of an ANALYZE.
ALTER TABLE delivery_attempt ALTER COLUMN request_headers SET STATISTICS 0, ALTER COLUMN request_body SET STATISTICS 0,
  ALTER COLUMN response_headers SET STATISTICS 0, ALTER COLUMN response_body SET STATISTICS 0;
