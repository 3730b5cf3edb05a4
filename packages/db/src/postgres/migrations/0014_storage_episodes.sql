ALTER TABLE episode DROP CONSTRAINT episode_kind_check;
--> statement-breakpoint
ALTER TABLE episode ADD CONSTRAINT episode_kind_check
  CHECK (kind IN ('source_refusals', 'source_silence', 'ingestion_lag', 'storage'));
