import postgres from 'postgres';
import { isoInstant } from './iso-instant.ts';

/**
 * A raw postgres.js client of ours: instants are ISO text in UTC, days `YYYY-MM-DD`, bigint a number
 * (offsets and counts stay far below 2^53). Never hand it to `drizzle()`, which replaces its parsers.
 */
export type Sql = postgres.Sql<{ bigint: number; date: string; day: string }>;

export interface PostgresOptions {
  /** Connections at most; default 10. */
  readonly max?: number;
  /** Shown as application_name in pg_stat_activity. */
  readonly name?: string;
  /** One connection that lasts, for what is held by it. */
  readonly session?: {
    /** PostgreSQL ends it when it has said nothing for so long: its process may hang, or its host be gone. */
    readonly idleMs: number;
    readonly onLost: () => void;
  };
}

const TIMESTAMPTZ = 1184;
const TIMESTAMP = 1114;
const DATE = 1082;
const BIGINT = 20;

/**
 * Connects on first use. When all connections are busy, postgres.js sends a query ahead on one of them, and
 * it may stand behind an append that waits for its lane: what must not wait needs a client of its own.
 * (`max_pipeline: 0` would forbid it, but breaks `begin`.)
 */
export function connectPostgres(url: string, options: PostgresOptions = {}): Sql {
  const { session } = options;
  return postgres(url, {
    max: session === undefined ? (options.max ?? 10) : 1,
    ...(session === undefined ? {} : { max_lifetime: null, onclose: session.onLost }),
    connect_timeout: 10,
    onnotice: () => {},
    connection: {
      application_name: options.name ?? 'activity-hub',
      TimeZone: 'UTC',
      // Somebody who opens a transaction and goes away would hold lanes, and so ingest, for ever.
      idle_in_transaction_session_timeout: 60_000,
      ...(session === undefined ? {} : { idle_session_timeout: session.idleMs }),
    },
    types: {
      bigint: { to: BIGINT, from: [BIGINT], serialize: String, parse: Number },
      // Named `date` because that replaces the built-in type, which makes Date objects and loses microseconds.
      date: { to: TIMESTAMPTZ, from: [TIMESTAMPTZ, TIMESTAMP], serialize: instantText, parse: isoInstant },
      day: { to: DATE, from: [DATE], serialize: String, parse: (text: string) => text },
    },
  });
}

function instantText(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}
