-- People, cohorts, participants, and what is kept of acts and views. Generated from schema/; the triggers below are written by hand.
CREATE TABLE "audit_entry" (
	"audit_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"actor_name" text,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"request_id" text
);
--> statement-breakpoint
CREATE TABLE "view_record" (
	"view_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"viewer_kind" text NOT NULL,
	"viewer_id" text,
	"viewer_name" text,
	"procedure" text NOT NULL,
	"user_ids" uuid[] NOT NULL,
	"request_id" text
);
--> statement-breakpoint
CREATE TABLE "cohort" (
	"cohort_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cohort_member" (
	"cohort_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"added_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "cohort_member_pkey" PRIMARY KEY("cohort_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "cohort_mentor" (
	"cohort_id" uuid NOT NULL,
	"person_id" text NOT NULL,
	CONSTRAINT "cohort_mentor_pkey" PRIMARY KEY("cohort_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "participant" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"display_name" text,
	"email" text,
	"time_zone" text,
	"locale" text,
	"external_ids" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person" (
	"person_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"role" text DEFAULT 'mentor' NOT NULL,
	"disabled" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "person_email_key" UNIQUE("email"),
	CONSTRAINT "person_role_known" CHECK (role in ('admin', 'mentor'))
);
--> statement-breakpoint
CREATE TABLE "person_account" (
	"account_id" text PRIMARY KEY NOT NULL,
	"provider_id" text NOT NULL,
	"provider_account_id" text NOT NULL,
	"person_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person_invitation" (
	"person_id" text PRIMARY KEY NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "person_invitation_token_key" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "person_session" (
	"session_id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"token" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "person_session_token_key" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "person_verification" (
	"verification_id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "cohort_member" ADD CONSTRAINT "cohort_member_cohort_id_cohort_cohort_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohort"("cohort_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cohort_member" ADD CONSTRAINT "cohort_member_user_id_participant_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."participant"("user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cohort_mentor" ADD CONSTRAINT "cohort_mentor_cohort_id_cohort_cohort_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohort"("cohort_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cohort_mentor" ADD CONSTRAINT "cohort_mentor_person_id_person_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("person_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_account" ADD CONSTRAINT "person_account_person_id_person_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("person_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_invitation" ADD CONSTRAINT "person_invitation_person_id_person_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("person_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_session" ADD CONSTRAINT "person_session_person_id_person_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("person_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_entry_at" ON "audit_entry" USING btree ("at" DESC NULLS FIRST,"audit_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "audit_entry_subject" ON "audit_entry" USING btree ("subject","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "audit_entry_actor" ON "audit_entry" USING btree ("actor_id","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "view_record_users" ON "view_record" USING gin ("user_ids");--> statement-breakpoint
CREATE UNIQUE INDEX "cohort_name_key" ON "cohort" USING btree (lower(name));--> statement-breakpoint
CREATE INDEX "cohort_member_user" ON "cohort_member" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "cohort_mentor_person" ON "cohort_mentor" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "participant_name" ON "participant" USING btree ((display_name is null),lower(coalesce(display_name, '')),"user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "person_account_key" ON "person_account" USING btree ("provider_id","provider_account_id");--> statement-breakpoint
CREATE INDEX "person_account_person" ON "person_account" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "person_session_person" ON "person_session" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "person_verification_identifier" ON "person_verification" USING btree ("identifier");--> statement-breakpoint
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
