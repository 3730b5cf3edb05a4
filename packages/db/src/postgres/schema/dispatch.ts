import {
  bigint,
  boolean,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });
const offset = () => bigint('offset', { mode: 'number' }).notNull();

/** Counts the changes of all subscriptions: what was matched under another epoch is fenced. */
export const dispatchEpoch = pgTable('dispatch_epoch', {
  singleton: boolean('singleton').primaryKey().default(true),
  epoch: bigint('epoch', { mode: 'number' }).notNull().default(0),
});

/** Who gets what. */
export const subscription = pgTable('subscription', {
  subscriptionId: uuid('subscription_id').primaryKey(),
  name: text('name').notNull(),
  topics: text('topics').array().notNull(),
  filter: text('filter'),
  template: jsonb('template'),
  /** Without secrets: those lie in `sealed`, encrypted. */
  destination: jsonb('destination').notNull(),
  sealed: bytea('sealed'),
  fifo: boolean('fifo').notNull().default(false),
  concurrency: smallint('concurrency').notNull().default(10),
  ratePerSecond: integer('rate_per_second'),
  state: text('state').notNull().default('active'),
  stateReason: text('state_reason'),
  failingSince: instant('failing_since'),
  warnedPercent: smallint('warned_percent').notNull().default(0),
  circuitOpenUntil: instant('circuit_open_until'),
  /** Dead letters that were ever discarded. */
  discarded: bigint('discarded', { mode: 'number' }).notNull().default(0),
  /** The process that sends for it, while that holds its lock. */
  owner: uuid('owner'),
  epoch: bigint('epoch', { mode: 'number' }).notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
  removedAt: instant('removed_at'),
});

/** Signing secrets, encrypted. */
export const subscriptionSecret = pgTable('subscription_secret', {
  secretId: uuid('secret_id').primaryKey(),
  subscriptionId: uuid('subscription_id').notNull(),
  kind: text('kind').notNull(),
  publicKey: text('public_key'),
  sealed: bytea('sealed').notNull(),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at'),
});

/** How far a subscription has looked, and what it found. */
export const subscriptionLane = pgTable(
  'subscription_lane',
  {
    subscriptionId: uuid('subscription_id').notNull(),
    lane: smallint('lane').notNull(),
    offset: offset(),
    joined: boolean('joined').notNull(),
    matched: bigint('matched', { mode: 'number' }).notNull().default(0),
    missingKey: bigint('missing_key', { mode: 'number' }).notNull().default(0),
    prunedDelivered: bigint('pruned_delivered', { mode: 'number' }).notNull().default(0),
    prunedDiscarded: bigint('pruned_discarded', { mode: 'number' }).notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.subscriptionId, table.lane] })],
);

const deliveryKey = {
  subscriptionId: uuid('subscription_id').notNull(),
  lane: smallint('lane').notNull(),
  generation: integer('generation').notNull().default(0),
  offset: offset(),
};

/** The duty to hand one event to one subscription: the event's place, not its content. */
export const delivery = pgTable(
  'delivery',
  {
    ...deliveryKey,
    recordedAt: instant('recorded_at').notNull(),
    eventId: uuid('event_id').notNull(),
    userId: uuid('user_id'),
    /** The user where the order of users is kept, else null. */
    orderKey: uuid('order_key'),
    matchedAt: instant('matched_at').notNull(),
    /** Pending: when it may be taken; whoever takes it moves it to the end of the lease. */
    dueAt: instant('due_at'),
    lease: uuid('lease'),
    finishedAt: instant('finished_at'),
    attempts: integer('attempts').notNull().default(0),
    triedBefore: integer('tried_before').notNull().default(0),
    lastStatus: integer('last_status'),
    eventType: text('event_type').notNull(),
    state: text('state').notNull(),
    reason: text('reason'),
    fingerprint: text('fingerprint'),
    body: jsonb('body'),
  },
  (table) => [primaryKey({ columns: [table.subscriptionId, table.lane, table.offset, table.generation] })],
);

export const deliveryAttempt = pgTable(
  'delivery_attempt',
  {
    ...deliveryKey,
    attempt: integer('attempt').notNull(),
    at: instant('at').notNull(),
    durationMs: real('duration_ms').notNull(),
    outcome: text('outcome').notNull(),
    status: integer('status'),
    errorCode: text('error_code'),
    reason: text('reason'),
    url: text('url'),
    address: text('address'),
    requestHeaders: jsonb('request_headers').notNull(),
    requestBody: text('request_body'),
    responseHeaders: jsonb('response_headers'),
    responseBody: text('response_body'),
    responseTruncated: boolean('response_truncated').notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.subscriptionId, table.lane, table.offset, table.generation, table.attempt] }),
  ],
);

/** What a subscription did by the hour. */
export const deliveryHour = pgTable(
  'delivery_hour',
  {
    subscriptionId: uuid('subscription_id').notNull(),
    hour: instant('hour').notNull(),
    delivered: integer('delivered').notNull().default(0),
    failed: integer('failed').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.subscriptionId, table.hour] })],
);

/** The sinks that can be subscribed with. */
export const sink = pgTable('sink', {
  sinkId: text('sink_id').primaryKey(),
  version: text('version').notNull(),
  title: jsonb('title').notNull(),
  description: jsonb('description').notNull(),
  topics: text('topics').array().notNull(),
  /** `json`, which keeps the order of keys: people see the settings in it. */
  configSchema: json('config_schema').notNull(),
  provenance: text('provenance').notNull().default('shipped'),
  /** Of an installed one: the hosts it may ask, as its `plugin.json` names them. */
  network: text('network').array().notNull().default([]),
  /** Why it cannot run. */
  reason: text('reason'),
  reasonCode: text('reason_code'),
  reasonValues: jsonb('reason_values'),
});

/** A repair of many deliveries. */
export const redriveRun = pgTable('redrive_run', {
  runId: uuid('run_id').primaryKey(),
  subscriptionId: uuid('subscription_id').notNull(),
  selection: jsonb('selection').notNull(),
  upto: instant('upto').notNull(),
  ratePerSecond: integer('rate_per_second').notNull(),
  state: text('state').notNull().default('running'),
  total: integer('total').notNull(),
  redriven: integer('redriven').notNull().default(0),
  skipped: integer('skipped').notNull().default(0),
  cursor: jsonb('cursor').notNull(),
  nextAt: instant('next_at').notNull(),
  startedBy: text('started_by').notNull(),
  startedAt: instant('started_at').notNull(),
  finishedAt: instant('finished_at'),
});
