import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });

/** What is installed, and what a person wants of it. */
export const plugin = pgTable('plugin', {
  pluginId: text('plugin_id').primaryKey(),
  kind: text('kind').notNull(),
  /** As its author wrote it: `jsonb` would put the settings in an order of its own. */
  manifest: json('manifest').notNull(),
  provenance: text('provenance').notNull(),
  /** Why it cannot run; null when it can. */
  refusal: text('refusal'),
  refusalCode: text('refusal_code'),
  refusalValues: jsonb('refusal_values'),
  enabled: boolean('enabled').notNull().default(true),
  paused: boolean('paused').notNull().default(false),
  /** Raised to ask for a restart. */
  restarts: integer('restarts').notNull().default(0),
  liveRevision: text('live_revision'),
  installedAt: instant('installed_at').notNull().default(sql`now()`),
  updatedAt: instant('updated_at').notNull().default(sql`now()`),
});

/** Code of one version under one configuration. Its name is the version in states and checkpoints. */
export const pluginRevision = pgTable(
  'plugin_revision',
  {
    pluginId: text('plugin_id')
      .notNull()
      .references(() => plugin.pluginId),
    revision: text('revision').notNull(),
    pluginVersion: text('plugin_version').notNull(),
    config: jsonb('config').notNull(),
    state: text('state').notNull(),
    note: text('note'),
    madeBy: text('made_by').notNull(),
    madeAt: instant('made_at').notNull().default(sql`now()`),
    promotedBy: text('promoted_by'),
    promotedAt: instant('promoted_at'),
  },
  (table) => [
    primaryKey({ name: 'plugin_revision_pkey', columns: [table.pluginId, table.revision] }),
    uniqueIndex('plugin_revision_live').on(table.pluginId).where(sql`state = 'live'`),
    check('plugin_revision_state_check', sql`state in ('shadow', 'live', 'retired', 'discarded')`),
  ],
);

/** What a plugin and its host said, the newest thousand lines of each. */
export const pluginLog = pgTable(
  'plugin_log',
  {
    logId: bigint('log_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    pluginId: text('plugin_id').notNull(),
    revision: text('revision'),
    at: instant('at').notNull().default(sql`now()`),
    level: text('level').notNull(),
    message: text('message').notNull(),
    /** Of what its host said. */
    messageCode: text('message_code'),
    messageValues: jsonb('message_values'),
    fields: jsonb('fields').notNull().default({}),
  },
  (table) => [index('plugin_log_newest').on(table.pluginId, table.logId.desc().nullsFirst())],
);

/** Events a plugin failed at. The event itself lies in the log; its place leads to its bytes. */
export const pluginError = pgTable(
  'plugin_error',
  {
    processor: text('processor').notNull(),
    version: text('version').notNull(),
    lane: smallint('lane').notNull(),
    offset: bigint('offset', { mode: 'number' }).notNull(),
    eventId: uuid('event_id').notNull(),
    reason: text('reason').notNull(),
    at: instant('at').notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ name: 'plugin_error_pkey', columns: [table.processor, table.version, table.lane, table.offset] }),
    index('plugin_error_newest').on(table.processor, table.at.desc().nullsFirst()),
  ],
);

/** How every processor runs, as the process that runs it last said. */
export const processorStatus = pgTable(
  'processor_status',
  {
    processor: text('processor').notNull(),
    version: text('version').notNull(),
    condition: text('condition').notNull(),
    reason: text('reason'),
    reasonCode: text('reason_code'),
    reasonValues: jsonb('reason_values'),
    lagEvents: bigint('lag_events', { mode: 'number' }).notNull(),
    lagSeconds: doublePrecision('lag_seconds').notNull(),
    events: bigint('events', { mode: 'number' }).notNull(),
    faults: bigint('faults', { mode: 'number' }).notNull(),
    busySeconds: doublePrecision('busy_seconds').notNull(),
    eventsPerSecond: doublePrecision('events_per_second').notNull(),
    memoryMb: doublePrecision('memory_mb'),
    startedAt: instant('started_at').notNull(),
    seenAt: instant('seen_at').notNull().default(sql`now()`),
    /** When it last finished something. */
    movedAt: instant('moved_at').notNull().default(sql`now()`),
  },
  (table) => [primaryKey({ name: 'processor_status_pkey', columns: [table.processor, table.version] })],
);

/** What each process role says of itself; see migrations 0033 and 0037. */
export const processRole = pgTable('process_role', {
  roleId: uuid('role_id').primaryKey(),
  versions: jsonb('versions').notNull(),
  starting: jsonb('starting').notNull(),
  passedOver: jsonb('passed_over').notNull().default([]),
  seenAt: instant('seen_at').notNull().default(sql`now()`),
});

/** How many keys were handed on to a bucket. */
export const inboxHead = pgTable(
  'inbox_head',
  {
    processor: text('processor').notNull(),
    version: text('version').notNull(),
    bucket: smallint('bucket').notNull(),
    head: bigint('head', { mode: 'number' }).notNull().default(0),
  },
  (table) => [primaryKey({ name: 'inbox_head_pkey', columns: [table.processor, table.version, table.bucket] })],
);

/** Which key an event belongs to, where keys are wider than a stream. */
export const inbox = pgTable(
  'inbox',
  {
    processor: text('processor').notNull(),
    version: text('version').notNull(),
    bucket: smallint('bucket').notNull(),
    place: bigint('place', { mode: 'number' }).notNull(),
    lane: smallint('lane').notNull(),
    offset: bigint('offset', { mode: 'number' }).notNull(),
    key: text('key').notNull(),
  },
  (table) => [
    primaryKey({ name: 'inbox_pkey', columns: [table.processor, table.version, table.bucket, table.place] }),
    index('inbox_key').on(table.processor, table.version, table.key, table.place),
  ],
);

/** What the live revision derives for although it lies before its place; see migration 0028. */
export const owedEvent = pgTable(
  'owed_event',
  {
    pluginId: text('plugin_id').notNull(),
    lane: smallint('lane').notNull(),
    offset: bigint('offset', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ name: 'owed_event_pkey', columns: [table.pluginId, table.lane, table.offset] })],
);

/** Which events were taken back, by which correction. Follows from the log alone. */
export const eventCorrection = pgTable(
  'event_correction',
  {
    eventId: uuid('event_id').primaryKey(),
    kind: text('kind').notNull(),
    correctedBy: uuid('corrected_by').notNull(),
    lane: smallint('lane').notNull(),
    offset: bigint('offset', { mode: 'number' }).notNull(),
    reason: text('reason'),
    recordedAt: instant('recorded_at').notNull(),
  },
  (table) => [index('event_correction_by_people').on(table.lane).where(sql`kind <> 'superseded'`)],
);
