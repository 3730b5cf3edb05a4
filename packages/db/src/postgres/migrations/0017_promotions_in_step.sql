-- As in 0009, with one refusal more: "ahead". A shadow that stands ahead of the live revision, as after going back to
-- one that had stood still, has looked in silence at events for which the live one derived nothing yet. Whoever
-- took over there would leave them without what follows from them.
CREATE OR REPLACE FUNCTION promote_revision(of_plugin text, to_revision text, by_whom text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  was text;
  to_state text;
BEGIN
  SELECT live_revision INTO was FROM plugin WHERE plugin_id = of_plugin FOR UPDATE;
  SELECT state INTO to_state FROM plugin_revision WHERE plugin_id = of_plugin AND revision = to_revision FOR UPDATE;
  IF to_state IS NULL THEN RETURN 'unknown'; END IF;
  IF to_state NOT IN ('shadow', 'retired') THEN RETURN to_state; END IF;

  PERFORM 1 FROM checkpoint WHERE processor IN (of_plugin, of_plugin || '/inbox') AND version IN (was, to_revision)
    ORDER BY processor, version, lane FOR NO KEY UPDATE;
  -- A retired revision has derived for what it stood ahead with, while it was live.
  IF to_state = 'shadow' AND EXISTS (
    SELECT FROM checkpoint AS taking JOIN checkpoint AS live ON live.processor = taking.processor
      AND live.version = was AND live.lane = taking.lane
    WHERE taking.processor IN (of_plugin, of_plugin || '/inbox') AND taking.version = to_revision
      AND NOT taking.of_inbox AND taking."offset" > live."offset") THEN RETURN 'ahead'; END IF;
  IF EXISTS (
    SELECT FROM inbox_head JOIN checkpoint ON checkpoint.processor = of_plugin AND checkpoint.version = was
      AND checkpoint.of_inbox AND checkpoint.lane = inbox_head.bucket
    WHERE inbox_head.processor = of_plugin || '/inbox' AND inbox_head.version = was
      AND inbox_head.head > checkpoint."offset") THEN RETURN 'busy'; END IF;

  UPDATE checkpoint AS taking SET frozen = false, derives_after = greatest(live."offset", taking."offset")
    FROM checkpoint AS live
    WHERE taking.processor IN (of_plugin, of_plugin || '/inbox') AND taking.version = to_revision
      AND live.processor = taking.processor AND live.version = was AND live.lane = taking.lane
      AND NOT taking.of_inbox;
  UPDATE checkpoint SET frozen = false, derives_after = 0
    WHERE processor = of_plugin AND version = to_revision AND of_inbox;
  UPDATE checkpoint SET frozen = true
    WHERE processor IN (of_plugin, of_plugin || '/inbox') AND version = was;
  UPDATE plugin_revision SET state = 'retired' WHERE plugin_id = of_plugin AND revision = was;
  UPDATE plugin_revision SET state = 'live', promoted_by = by_whom, promoted_at = now()
    WHERE plugin_id = of_plugin AND revision = to_revision;
  UPDATE plugin SET live_revision = to_revision, updated_at = now() WHERE plugin_id = of_plugin;
  RETURN NULL;
END $$;
