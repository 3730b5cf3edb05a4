-- `json` keeps the order of keys: people see the settings of a plugin in the order that its author gave them. What is there
-- already is written anew when the role process starts.
ALTER TABLE plugin ALTER COLUMN manifest TYPE json USING manifest::json;
-- What a reason says, as a code and its values: people read it in their own language. Older ones have their sentence alone.
ALTER TABLE processor_quarantine ADD COLUMN reason_code text, ADD COLUMN reason_values jsonb;
ALTER TABLE processor_status ADD COLUMN reason_code text, ADD COLUMN reason_values jsonb;
ALTER TABLE plugin ADD COLUMN refusal_code text, ADD COLUMN refusal_values jsonb;
