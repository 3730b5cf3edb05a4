-- What the host of a plugin notes in its log, as a code and its values: people read it in their own language.
ALTER TABLE plugin_log ADD COLUMN message_code text, ADD COLUMN message_values jsonb;
