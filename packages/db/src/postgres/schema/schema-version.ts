import { bigint, foreignKey, index, json, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

/** A type of event that the registry knows. */
export const eventSchema = pgTable('event_schema', {
  eventType: text('event_type').primaryKey(),
  titleEn: text('title_en').notNull(),
  titleRu: text('title_ru').notNull(),
  family: text('family').notNull(),
  origin: text('origin').notNull(),
  owner: text('owner').notNull(),
  compatibility: text('compatibility').notNull().default('backward'),
  /** Events of this type are recorded as that one instead. */
  successor: text('successor'),
  status: text('status').notNull().default('active'),
  note: text('note'),
});

/** One version of the schema of a payload. The schema itself never changes. */
export const schemaVersion = pgTable(
  'schema_version',
  {
    eventType: text('event_type').notNull(),
    version: text('version').notNull(),
    status: text('status').notNull().default('active'),
    note: text('note'),
    /** `json`, which keeps the order of keys: a schema is read by people. */
    schema: json('schema').notNull(),
    personalFields: json('personal_fields').notNull(),
    examples: json('examples').notNull(),
    /** The version before, as it was at registration. */
    follows: text('follows'),
    /** How payloads of the version before become this one: `none` (they cannot), `same`, or `steps` (the upcaster). */
    upcast: text('upcast').notNull(),
    upcaster: json('upcaster').notNull(),
    registeredAt: timestamp('registered_at', { withTimezone: true, mode: 'string' }).notNull().defaultNow(),
    registeredBy: text('registered_by').notNull(),
  },
  (table) => [
    primaryKey({ name: 'schema_version_pkey', columns: [table.eventType, table.version] }),
    foreignKey({ name: 'schema_version_type', columns: [table.eventType], foreignColumns: [eventSchema.eventType] }),
  ],
);

/** Bumped by every change of the registry, so that a process sees in one row whether it has the newest. */
export const schemaRegistry = pgTable('schema_registry', {
  revision: bigint('revision', { mode: 'number' }).notNull(),
});

/** What becomes of events of types that nobody registered; without a row: refused. */
export const sourcePolicy = pgTable('source_policy', {
  source: text('source').primaryKey(),
  unknownTypes: text('unknown_types').notNull(),
  changedAt: timestamp('changed_at', { withTimezone: true, mode: 'string' }).notNull().defaultNow(),
});

/** How often a version was asked, by the hour: hours and not days, so that "the last 24 hours" can be said. */
export const schemaUsage = pgTable(
  'schema_usage',
  {
    eventType: text('event_type').notNull(),
    version: text('version').notNull(),
    source: text('source').notNull(),
    hour: timestamp('hour', { withTimezone: true, mode: 'string' }).notNull(),
    events: bigint('events', { mode: 'number' }).notNull().default(0),
    refused: bigint('refused', { mode: 'number' }).notNull().default(0),
  },
  (table) => [
    primaryKey({ name: 'schema_usage_pkey', columns: [table.eventType, table.version, table.source, table.hour] }),
    index('schema_usage_hour').on(table.hour),
  ],
);
