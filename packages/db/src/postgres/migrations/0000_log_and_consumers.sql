-- Generated from schema/, then edited by hand (drizzle-kit knows none of these): event is PARTITION BY RANGE,
-- recorded_month is VIRTUAL, and tables whose rows every batch rewrites keep room on their pages (fillfactor),
-- so that the updates stay HOT and touch no index.
CREATE TABLE "checkpoint" (
	"processor" text NOT NULL,
	"version" text NOT NULL,
	"lane" smallint NOT NULL,
	"offset" bigint DEFAULT 0 NOT NULL,
	"complete_through" timestamp with time zone,
	CONSTRAINT "checkpoint_pkey" PRIMARY KEY("processor","version","lane")
) WITH (fillfactor = 10);
--> statement-breakpoint
CREATE TABLE "processor_quarantine" (
	"processor" text NOT NULL,
	"version" text NOT NULL,
	"reason" text NOT NULL,
	"lane" smallint,
	"offset" bigint,
	"quarantined_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "processor_quarantine_pkey" PRIMARY KEY("processor","version")
);
--> statement-breakpoint
CREATE TABLE "processor_state" (
	"processor" text NOT NULL,
	"version" text NOT NULL,
	"key" text NOT NULL,
	"window_kind" text NOT NULL,
	"window_start" text NOT NULL,
	"lane" smallint NOT NULL,
	"user_id" uuid,
	"state" jsonb NOT NULL,
	"view" jsonb,
	"deadline_at" timestamp with time zone,
	"last_event_id" uuid,
	"last_occurred_at" timestamp with time zone,
	"last_recorded_at" timestamp with time zone,
	"time_zone" text NOT NULL,
	"correlation_id" text,
	"causation_depth" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "processor_state_pkey" PRIMARY KEY("processor","version","key","window_kind","window_start")
) WITH (fillfactor = 70);
--> statement-breakpoint
CREATE TABLE "projection_range" (
	"processor" text NOT NULL,
	"version" text NOT NULL,
	"lane" smallint NOT NULL,
	"from_offset" bigint NOT NULL,
	"to_offset" bigint NOT NULL,
	CONSTRAINT "projection_range_pkey" PRIMARY KEY("processor","version","lane")
);
--> statement-breakpoint
CREATE TABLE "event_key" (
	"event_id" uuid PRIMARY KEY NOT NULL,
	"offset" bigint NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"lane" smallint NOT NULL,
	"erased" boolean DEFAULT false NOT NULL,
	"source_system" text NOT NULL,
	"salt" "bytea",
	"digest" "bytea" NOT NULL,
	"recorded_month" date GENERATED ALWAYS AS ((date_trunc('month', recorded_at at time zone 'UTC'))::date) VIRTUAL
);
--> statement-breakpoint
CREATE TABLE "event" (
	"offset" bigint NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"event_id" uuid NOT NULL,
	"user_id" uuid,
	"session_id" uuid,
	"causation_id" uuid,
	"day" date NOT NULL,
	"lane" smallint NOT NULL,
	"event_type" text NOT NULL,
	"event_version" text NOT NULL,
	"source_system" text NOT NULL,
	"origin" text NOT NULL,
	"time_zone" text NOT NULL,
	"correlation_id" text,
	"salt" "bytea",
	"digest" "bytea" NOT NULL,
	"payload" jsonb NOT NULL,
	"metadata" jsonb NOT NULL,
	CONSTRAINT "event_pkey" PRIMARY KEY("lane","offset","recorded_at")
) PARTITION BY RANGE ("recorded_at");
--> statement-breakpoint
CREATE TABLE "activity_metrics" (
	"timestamp" timestamp with time zone NOT NULL,
	"user_id" uuid,
	"value" double precision NOT NULL,
	"metric_type" text NOT NULL,
	"processor" text NOT NULL,
	"version" text NOT NULL,
	"metadata" jsonb
);
--> statement-breakpoint
CREATE TABLE "anomaly_case" (
	"case_id" uuid PRIMARY KEY NOT NULL,
	"detector" text NOT NULL,
	"detector_version" text NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"user_id" uuid,
	"severity" text NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"score" double precision NOT NULL,
	"findings" integer DEFAULT 1 NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"evidence" jsonb NOT NULL,
	"event_ids" uuid[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lane" (
	"lane" smallint PRIMARY KEY NOT NULL,
	"head" bigint DEFAULT 0 NOT NULL,
	"first_hot_offset" bigint DEFAULT 1 NOT NULL,
	"last_recorded_at" timestamp with time zone DEFAULT '-infinity' NOT NULL
) WITH (fillfactor = 10);
--> statement-breakpoint
CREATE TABLE "log_identity" (
	"singleton" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"epoch" uuid DEFAULT gen_random_uuid() NOT NULL,
	"made_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "refused_event" (
	"refused_id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"source_system" text,
	"event_id" text,
	"event_type" text,
	"code" text NOT NULL,
	"detail" text NOT NULL,
	"pointer" text NOT NULL,
	"raw" "bytea" NOT NULL,
	"raw_bytes" integer NOT NULL,
	"raw_truncated" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE INDEX "processor_state_due" ON "processor_state" USING btree ("processor","version","lane","deadline_at") WHERE deadline_at is not null;--> statement-breakpoint
CREATE INDEX "event_user_time" ON "event" USING btree ("user_id","occurred_at" DESC NULLS FIRST,"event_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "event_type_time" ON "event" USING btree ("event_type","occurred_at" DESC NULLS FIRST,"event_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "event_time" ON "event" USING btree ("occurred_at" DESC NULLS FIRST,"event_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "activity_metrics_user" ON "activity_metrics" USING btree ("user_id","timestamp" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "activity_metrics_type" ON "activity_metrics" USING btree ("metric_type","timestamp" DESC NULLS FIRST);--> statement-breakpoint
CREATE UNIQUE INDEX "anomaly_case_open" ON "anomaly_case" USING btree ("detector","key","kind") WHERE status in ('open', 'acknowledged', 'investigating');--> statement-breakpoint
CREATE INDEX "anomaly_case_seen" ON "anomaly_case" USING btree ("last_seen_at" DESC NULLS FIRST,"case_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "anomaly_case_user" ON "anomaly_case" USING btree ("user_id","last_seen_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "refused_event_time" ON "refused_event" USING btree ("received_at" DESC NULLS FIRST,"refused_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "refused_event_code" ON "refused_event" USING btree ("code","received_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "refused_event_source" ON "refused_event" USING btree ("source_system","received_at" DESC NULLS FIRST);--> statement-breakpoint
INSERT INTO "lane" ("lane") SELECT generate_series(0, 15);--> statement-breakpoint
INSERT INTO "log_identity" DEFAULT VALUES;--> statement-breakpoint
ALTER TABLE "log_identity" ADD CONSTRAINT "log_identity_one" CHECK ("singleton");
