-- A sink may be installed beside the shipped ones: whom it may ask, and why it cannot run.
ALTER TABLE sink
  ADD COLUMN provenance text NOT NULL DEFAULT 'shipped',
  ADD COLUMN network text[] NOT NULL DEFAULT '{}',
  ADD COLUMN reason text,
  ADD COLUMN reason_code text,
  ADD COLUMN reason_values jsonb;
