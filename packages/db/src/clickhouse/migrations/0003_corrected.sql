-- 1 on events that were taken back. Such a row is written again, with a higher version, when its correction is projected.
ALTER TABLE event ADD COLUMN IF NOT EXISTS corrected UInt8 DEFAULT 0;
