-- What was handed on to its key by a revision that was put aside before it folded it, while it had folded later events of
-- the same lane: whoever is live derives for it, although it lies before its place. Few: of one moment of that revision.
CREATE TABLE owed_event (
  plugin_id text NOT NULL,
  lane smallint NOT NULL,
  "offset" bigint NOT NULL,
  PRIMARY KEY (plugin_id, lane, "offset")
);
--> statement-breakpoint
DROP FUNCTION promote_revision(text, text, text);
--> statement-breakpoint
-- As in 0017, and:
--   Who takes over is silent about everything the live one was silent about: others had derived for it. With that the
-- place of who takes over says nothing more about what was derived.
--   Where nobody will fold the inbox of the live revision (unattended), it can be put aside all the same: who takes over
-- derives for what was not folded. "busy": it is attended, and events were handed on to keys but not folded yet; come again.
--   A shadow that has folded in silence what the live one has yet to derive for would leave it without what follows
-- from it: "ahead" too.
CREATE FUNCTION promote_revision(of_plugin text, to_revision text, by_whom text, unattended boolean) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  router CONSTANT text := of_plugin || '/inbox';
  was text;
  to_state text;
  -- What waits in the inbox of the live one and it has to derive for; and up to where it has derived in those lanes.
  waiting_lanes smallint[];
  waiting_offsets bigint[];
  left_lanes smallint[];
  left_offsets bigint[];
BEGIN
  SELECT live_revision INTO was FROM plugin WHERE plugin_id = of_plugin FOR UPDATE;
  SELECT state INTO to_state FROM plugin_revision WHERE plugin_id = of_plugin AND revision = to_revision FOR UPDATE;
  IF to_state IS NULL THEN RETURN 'unknown'; END IF;
  IF to_state NOT IN ('shadow', 'retired') THEN RETURN to_state; END IF;

  PERFORM 1 FROM checkpoint WHERE processor IN (of_plugin, router) AND version IN (was, to_revision)
    ORDER BY processor, version, lane FOR NO KEY UPDATE;
  -- A retired revision has derived for what it stood ahead with, while it was live.
  IF to_state = 'shadow' AND EXISTS (
    SELECT FROM checkpoint AS taking JOIN checkpoint AS live ON live.processor = taking.processor
      AND live.version = was AND live.lane = taking.lane
    WHERE taking.processor IN (of_plugin, router) AND taking.version = to_revision
      AND NOT taking.of_inbox AND taking."offset" > live."offset") THEN RETURN 'ahead'; END IF;

  IF EXISTS (
    SELECT FROM inbox_head JOIN checkpoint ON checkpoint.processor = of_plugin AND checkpoint.version = was
      AND checkpoint.of_inbox AND checkpoint.lane = inbox_head.bucket
    WHERE inbox_head.processor = router AND inbox_head.version = was AND inbox_head.head > checkpoint."offset") THEN
    IF NOT unattended THEN RETURN 'busy'; END IF;
    SELECT array_agg(inbox.lane), array_agg(inbox."offset") INTO waiting_lanes, waiting_offsets
      FROM checkpoint AS folded
      JOIN inbox ON inbox.processor = router AND inbox.version = was AND inbox.bucket = folded.lane
        AND inbox.place > folded."offset"
      JOIN checkpoint AS handed ON handed.processor = router AND handed.version = was AND handed.lane = inbox.lane
      WHERE folded.processor = of_plugin AND folded.version = was AND folded.of_inbox
        AND (inbox."offset" > handed.derives_after OR EXISTS (
          SELECT FROM owed_event
          WHERE plugin_id = of_plugin AND owed_event.lane = inbox.lane AND owed_event."offset" = inbox."offset"));
    -- A lane goes into a bucket in its order: of each pair only the last that was folded counts.
    SELECT array_agg(first.lane), array_agg(greatest(first.place - 1, (
        SELECT max(last.place) FROM checkpoint AS folded CROSS JOIN LATERAL (
          SELECT inbox."offset" AS place FROM inbox
          WHERE inbox.processor = router AND inbox.version = was AND inbox.bucket = folded.lane
            AND inbox.place <= folded."offset" AND inbox.lane = first.lane
          ORDER BY inbox.place DESC LIMIT 1) AS last
        WHERE folded.processor = of_plugin AND folded.version = was AND folded.of_inbox)))
      INTO left_lanes, left_offsets
      FROM (SELECT lane, min(place) AS place FROM unnest(waiting_lanes, waiting_offsets) AS waiting (lane, place)
        GROUP BY lane) AS first;
  END IF;
  IF to_state = 'shadow' AND EXISTS (
    SELECT FROM unnest(waiting_lanes, waiting_offsets) AS waiting (lane, place)
    JOIN checkpoint AS taking ON taking.processor = router AND taking.version = to_revision
      AND taking.lane = waiting.lane
    WHERE taking."offset" >= waiting.place) THEN RETURN 'ahead'; END IF;

  UPDATE checkpoint AS taking SET frozen = false,
      derives_after = greatest(coalesce(left_at.place, live."offset"), live.derives_after)
    FROM checkpoint AS live
      LEFT JOIN unnest(left_lanes, left_offsets) AS left_at (lane, place) ON left_at.lane = live.lane
    WHERE taking.processor IN (of_plugin, router) AND taking.version = to_revision
      AND live.processor = taking.processor AND live.version = was AND live.lane = taking.lane
      AND NOT taking.of_inbox;
  UPDATE checkpoint SET frozen = false, derives_after = 0
    WHERE processor = of_plugin AND version = to_revision AND of_inbox;
  UPDATE checkpoint SET frozen = true WHERE processor IN (of_plugin, router) AND version = was;

  -- What the live one has folded of what was owed is owed no more.
  DELETE FROM owed_event USING checkpoint AS handed
    WHERE plugin_id = of_plugin AND handed.processor = router AND handed.version = was
      AND handed.lane = owed_event.lane AND owed_event."offset" <= handed."offset";
  INSERT INTO owed_event (plugin_id, lane, "offset")
    SELECT of_plugin, waiting.lane, waiting.place
    FROM unnest(waiting_lanes, waiting_offsets) AS waiting (lane, place)
    JOIN checkpoint AS taking ON taking.processor = router AND taking.version = to_revision
      AND taking.lane = waiting.lane AND taking.derives_after >= waiting.place
    ON CONFLICT DO NOTHING;

  UPDATE plugin_revision SET state = 'retired' WHERE plugin_id = of_plugin AND revision = was;
  UPDATE plugin_revision SET state = 'live', promoted_by = by_whom, promoted_at = now()
    WHERE plugin_id = of_plugin AND revision = to_revision;
  UPDATE plugin SET live_revision = to_revision, updated_at = now() WHERE plugin_id = of_plugin;
  RETURN NULL;
END $$;
