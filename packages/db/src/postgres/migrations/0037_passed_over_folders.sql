-- Folders among its installed plugins that a process role passes over, and why: they have no name in the catalogue.
ALTER TABLE process_role ADD COLUMN passed_over jsonb NOT NULL DEFAULT '[]';
