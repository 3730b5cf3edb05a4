-- When the producer says it sent the event, and what the hub added on the way in.
ALTER TABLE event ADD COLUMN IF NOT EXISTS sent_at Nullable(DateTime64(6, 'UTC'));
ALTER TABLE event ADD COLUMN IF NOT EXISTS context String DEFAULT '{}' CODEC(ZSTD(1));
