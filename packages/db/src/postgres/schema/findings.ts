import { sql } from 'drizzle-orm';
import {
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

/** Findings of one detector and kind about one key, under triage. At most one case of them is open. */
export const anomalyCase = pgTable(
  'anomaly_case',
  {
    caseId: uuid('case_id').primaryKey(),
    detector: text('detector').notNull(),
    detectorVersion: text('detector_version').notNull(),
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    userId: uuid('user_id'),
    severity: text('severity').notNull(),
    status: text('status').notNull().default('open'),
    score: doublePrecision('score').notNull(),
    findings: integer('findings').notNull().default(1),
    firstSeenAt: timestamp('first_seen_at', { withTimezone: true, mode: 'string' }).notNull(),
    lastSeenAt: timestamp('last_seen_at', { withTimezone: true, mode: 'string' }).notNull(),
    evidence: jsonb('evidence').notNull(),
    eventIds: uuid('event_ids').array().notNull(),
  },
  (table) => [
    uniqueIndex('anomaly_case_open')
      .on(table.detector, table.key, table.kind)
      .where(sql`status in ('open', 'acknowledged', 'investigating')`),
    index('anomaly_case_seen').on(table.lastSeenAt.desc().nullsFirst(), table.caseId.desc().nullsFirst()),
    index('anomaly_case_user').on(table.userId, table.lastSeenAt.desc().nullsFirst()),
  ],
);

/** Points of time series, as processors yield them. */
export const activityMetrics = pgTable(
  'activity_metrics',
  {
    timestamp: timestamp('timestamp', { withTimezone: true, mode: 'string' }).notNull(),
    userId: uuid('user_id'),
    value: doublePrecision('value').notNull(),
    metricType: text('metric_type').notNull(),
    processor: text('processor').notNull(),
    version: text('version').notNull(),
    metadata: jsonb('metadata'),
  },
  (table) => [
    index('activity_metrics_user').on(table.userId, table.timestamp.desc().nullsFirst()),
    index('activity_metrics_type').on(table.metricType, table.timestamp.desc().nullsFirst()),
  ],
);
