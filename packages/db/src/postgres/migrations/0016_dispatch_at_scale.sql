-- How many dead letters were ever discarded: with that, and with what waits and what is dead, what was delivered follows
-- from what matched, and no look at the figures reads what is done.
ALTER TABLE subscription ADD COLUMN discarded bigint NOT NULL DEFAULT 0;
--> statement-breakpoint
UPDATE subscription SET discarded = counted.total
  FROM (
    SELECT subscription_id, sum(part) AS total FROM (
      SELECT subscription_id, pruned_discarded AS part FROM subscription_lane
      UNION ALL
      SELECT subscription_id, count(*) FROM delivery WHERE state = 'discarded' GROUP BY subscription_id) AS parts
    GROUP BY subscription_id) AS counted
  WHERE subscription.subscription_id = counted.subscription_id AND counted.total > 0;
--> statement-breakpoint
-- Whether the owner lives is seen by its lock: rows need not be written again and again to say so.
ALTER TABLE subscription DROP COLUMN owned_until;
--> statement-breakpoint
-- What waits and what is dead of some subscriptions, by the index of each, whatever the statistics say: while deliveries came
-- faster than they are analyzed, a plan of the planner's own took longer than a question may.
CREATE FUNCTION count_unsettled(subscriptions uuid[]) RETURNS TABLE (subscription_id uuid, pending bigint, dead bigint)
LANGUAGE sql STABLE SET enable_seqscan = off SET enable_bitmapscan = off AS $$
  SELECT asked.id,
    (SELECT count(*) FROM delivery WHERE delivery.subscription_id = asked.id AND delivery.state = 'pending'),
    (SELECT count(*) FROM delivery WHERE delivery.subscription_id = asked.id AND delivery.state = 'dead')
  FROM unnest(subscriptions) AS asked (id)
$$;
