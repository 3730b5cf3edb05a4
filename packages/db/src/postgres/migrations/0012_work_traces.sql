-- Who took part in which work, and which works are parts of which, for the traces the plugin work-trace keeps as
-- states. Tables of their own and no index on the state: an index on a column of JSON would end the cheap updates
-- in place (HOT) of the states of every plugin.
CREATE TABLE work_user (
  version text NOT NULL,
  user_id uuid NOT NULL,
  work_id text NOT NULL,
  PRIMARY KEY (version, user_id, work_id)
);
--> statement-breakpoint
CREATE INDEX work_user_work ON work_user (version, work_id);
--> statement-breakpoint
CREATE TABLE work_parent (
  version text NOT NULL,
  work_id text NOT NULL,
  parent_work_id text NOT NULL,
  PRIMARY KEY (version, work_id)
);
--> statement-breakpoint
CREATE INDEX work_parent_children ON work_parent (version, parent_work_id, work_id);
--> statement-breakpoint
-- Follows the state in its own transaction. What has not changed, which is nearly always so, is not written.
CREATE FUNCTION follow_work() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  users uuid[];
BEGIN
  IF TG_OP = 'INSERT' OR OLD.state -> 'user_ids' IS DISTINCT FROM NEW.state -> 'user_ids' THEN
    users := ARRAY(SELECT jsonb_array_elements_text(NEW.state -> 'user_ids')::uuid);
    DELETE FROM work_user WHERE version = NEW.version AND work_id = NEW.key AND user_id <> ALL (users);
    INSERT INTO work_user (version, user_id, work_id)
      SELECT NEW.version, taking_part, NEW.key FROM unnest(users) AS taking_part ORDER BY taking_part
      ON CONFLICT DO NOTHING;
  END IF;
  IF NEW.state ->> 'parent_work_id' IS NULL THEN
    DELETE FROM work_parent WHERE version = NEW.version AND work_id = NEW.key;
  ELSIF TG_OP = 'INSERT' OR OLD.state -> 'parent_work_id' IS DISTINCT FROM NEW.state -> 'parent_work_id' THEN
    INSERT INTO work_parent (version, work_id, parent_work_id)
      VALUES (NEW.version, NEW.key, NEW.state ->> 'parent_work_id')
      ON CONFLICT (version, work_id) DO UPDATE SET parent_work_id = excluded.parent_work_id;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER processor_state_of_work AFTER INSERT OR UPDATE ON processor_state
  FOR EACH ROW WHEN (NEW.processor = 'work-trace') EXECUTE FUNCTION follow_work();
--> statement-breakpoint
CREATE FUNCTION forget_work() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM work_user WHERE version = OLD.version AND work_id = OLD.key;
  DELETE FROM work_parent WHERE version = OLD.version AND work_id = OLD.key;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER processor_state_without_work AFTER DELETE ON processor_state
  FOR EACH ROW WHEN (OLD.processor = 'work-trace') EXECUTE FUNCTION forget_work();
