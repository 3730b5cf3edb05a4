-- When a processor last finished something: a build from history that goes on is not late, and one that stands still is.
ALTER TABLE processor_status ADD COLUMN moved_at timestamptz NOT NULL DEFAULT now();
--> statement-breakpoint
-- What each process role says of itself. Several have different code at hand; the word of one that is gone fades.
CREATE TABLE process_role (
  role_id uuid PRIMARY KEY,
  -- By plugin, the versions of its code that it can run.
  versions jsonb NOT NULL,
  -- What it is about to run, as "plugin revision".
  starting jsonb NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now()
);
