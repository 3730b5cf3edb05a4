CREATE TABLE "event_schema" (
	"event_type" text PRIMARY KEY NOT NULL,
	"title_en" text NOT NULL,
	"title_ru" text NOT NULL,
	"family" text NOT NULL,
	"origin" text NOT NULL,
	"owner" text NOT NULL,
	"compatibility" text DEFAULT 'backward' NOT NULL,
	"successor" text,
	"status" text DEFAULT 'active' NOT NULL,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "schema_version" (
	"event_type" text NOT NULL,
	"version" text NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"note" text,
	"schema" json NOT NULL,
	"personal_fields" json NOT NULL,
	"examples" json NOT NULL,
	"follows" text,
	"upcast" text NOT NULL,
	"upcaster" json NOT NULL,
	"registered_at" timestamp with time zone DEFAULT now() NOT NULL,
	"registered_by" text NOT NULL,
	CONSTRAINT "schema_version_pkey" PRIMARY KEY("event_type","version"),
	CONSTRAINT "schema_version_type" FOREIGN KEY ("event_type") REFERENCES "public"."event_schema"("event_type")
);
--> statement-breakpoint
CREATE TABLE "schema_registry" (
	"revision" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "source_policy" (
	"source" text PRIMARY KEY NOT NULL,
	"unknown_types" text NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "schema_usage" (
	"event_type" text NOT NULL,
	"version" text NOT NULL,
	"source" text NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"events" bigint DEFAULT 0 NOT NULL,
	"refused" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "schema_usage_pkey" PRIMARY KEY("event_type","version","source","hour")
);
--> statement-breakpoint
CREATE INDEX "schema_usage_hour" ON "schema_usage" USING btree ("hour");
--> statement-breakpoint
INSERT INTO schema_registry (revision) VALUES (0);
--> statement-breakpoint
-- Every change of the registry counts up and is told to every process, whoever made it: also somebody with an
-- SQL tool. The row is locked until the change commits, so revisions are seen in order.
CREATE FUNCTION schema_registry_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE schema_registry SET revision = revision + 1;
  PERFORM pg_notify('hub_registry', '');
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER event_schema_changed AFTER INSERT OR UPDATE OR DELETE ON event_schema
  FOR EACH STATEMENT EXECUTE FUNCTION schema_registry_changed();
--> statement-breakpoint
CREATE TRIGGER schema_version_changed AFTER INSERT OR UPDATE OR DELETE ON schema_version
  FOR EACH STATEMENT EXECUTE FUNCTION schema_registry_changed();
--> statement-breakpoint
CREATE TRIGGER source_policy_changed AFTER INSERT OR UPDATE OR DELETE ON source_policy
  FOR EACH STATEMENT EXECUTE FUNCTION schema_registry_changed();
--> statement-breakpoint
-- Events name a version: what it meant when they were recorded must stay readable for ever.
CREATE FUNCTION refuse_schema_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A registered schema never changes: register a new version.'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER schema_version_fixed BEFORE DELETE OR UPDATE OF event_type, version, schema, upcast, upcaster, follows
  ON schema_version FOR EACH ROW EXECUTE FUNCTION refuse_schema_change();
