-- People, cohorts, participants, and what is kept of acts and views. Generated from schema/; the triggers below are written by hand.
--> statement-breakpoint
-- An audit that can be corrected proves nothing: rows come in and stay.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER view_record_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON view_record
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
