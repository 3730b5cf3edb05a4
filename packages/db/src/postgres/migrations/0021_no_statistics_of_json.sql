-- Nothing asks the planner about what these documents hold, yet after every tenth changed row autovacuum compared thirty
-- thousand of them with one another: while states are written fast, that was an eighth of what the database did.
ALTER TABLE state_shelf ALTER COLUMN windows SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE processor_state ALTER COLUMN state SET STATISTICS 0, ALTER COLUMN view SET STATISTICS 0;
