-- A plugin that is installed into a hub with a history announces nothing of it. Deadlines that lie before its time are
-- history like the events before it: fifty thousand streaks would be said to be broken, months late. What runs already goes on as it did.
ALTER TABLE checkpoint ADD COLUMN made_at timestamptz NOT NULL DEFAULT 'epoch';
--> statement-breakpoint
ALTER TABLE checkpoint ALTER COLUMN made_at SET DEFAULT now();
