-- API keys. The secret itself is nowhere: only its SHA-256, which is enough because it has 256 random bits.
CREATE TABLE api_key (
  key_id text PRIMARY KEY CHECK (key_id ~ '^[0-9A-Za-z]{12}$'),
  secret_digest bytea NOT NULL CHECK (octet_length(secret_digest) = 32),
  name text NOT NULL,
  source text,
  permissions text[] NOT NULL,
  event_types text[] NOT NULL,
  limits jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_by jsonb NOT NULL,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  last_used_address text,
  revoked_at timestamp with time zone,
  rotated_from text CONSTRAINT api_key_rotated_from_api_key_key_id_fk REFERENCES api_key (key_id),
  rotated_to text CONSTRAINT api_key_rotated_to_api_key_key_id_fk REFERENCES api_key (key_id),
  overlap_until timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX api_key_made ON api_key (created_at DESC, key_id DESC);
--> statement-breakpoint
CREATE TABLE key_usage (
  key_id text NOT NULL CONSTRAINT key_usage_key_id_api_key_key_id_fk REFERENCES api_key (key_id),
  day date NOT NULL,
  events bigint NOT NULL,
  CONSTRAINT key_usage_day_key_id_pk PRIMARY KEY (day, key_id)
);
--> statement-breakpoint
CREATE FUNCTION announce_key_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('hub_keys', coalesce(NEW.key_id, OLD.key_id));
  RETURN NULL;
END $$;
--> statement-breakpoint
-- A trigger and not the code that changes a key: one that an operator ends with SQL stops within a second too.
-- The columns are named so that the note of the last use, every minute, announces nothing.
CREATE TRIGGER api_key_changed
AFTER INSERT OR DELETE
OR UPDATE OF secret_digest, name, source, permissions, event_types, limits, expires_at, revoked_at, rotated_to, overlap_until
ON api_key FOR EACH ROW EXECUTE FUNCTION announce_key_change();
