import type { HealthReport } from '@activity-hub/contracts/activity/system-activity';
import type { Sql } from '@activity-hub/db/postgres/client';
import { toMilliseconds } from '@activity-hub/db/queries/exact-instant';
import { readProgress } from '@activity-hub/db/queries/read-progress';
import type { ClickHouseClient } from '@clickhouse/client';
import type { ConsumerStatus } from '../bus/consumer-status.ts';
import type { HealthCheck } from './health.ts';

/** Beyond it a person would not take a figure for current. The same bound as in the process role. */
const freshWithinMs = 30_000;

/** Whether events can be kept: the log answers, and takes writes (a replica after a failover does not). */
export function eventLogCheck(sql: Sql): HealthCheck {
  return {
    name: 'event log',
    kind: 'ready',
    async check() {
      const [row] = await sql<{ lanes: number; standby: boolean }[]>`
        select count(*)::int as lanes, pg_is_in_recovery() as standby from lane`;
      if (row === undefined || row.lanes === 0) throw new Error('The log has no lanes: run the migrations.');
      if (row.standby) throw new Error('The database is a read-only standby: point DATABASE_URL at the primary.');
      return `${row.lanes} lanes, writable`;
    },
  };
}

export function queueCheck(queue: { admit(): void; waiting(): number }): HealthCheck {
  return {
    name: 'ingest queue',
    kind: 'ready',
    async check() {
      queue.admit();
      return `${queue.waiting()} events waiting`;
    },
  };
}

/** Whether every consumer keeps up with the log, as its checkpoints say; they speak also for processes elsewhere. */
export function consumersCheck(sql: Sql, now: () => number): HealthCheck {
  return {
    name: 'consumers',
    kind: 'fresh',
    async check() {
      const { heads, checkpoints } = await readProgress(sql);
      const recorded = heads.reduce((sum, head) => sum + head.head, 0);
      if (checkpoints.length === 0) {
        if (recorded === 0) return 'nothing recorded yet';
        throw new Error('No consumer has ever run: start the process role.');
      }
      const late = checkpoints.filter(
        ({ waiting_since: since, rests, builds }) =>
          since !== null && !rests && !builds && now() - Date.parse(toMilliseconds(since)) > freshWithinMs,
      );
      const building = namesOf(checkpoints.filter(({ builds }) => builds));
      if (late.length === 0)
        return `all within 30 s of the log${building === '' ? '' : `, but ${building}: built from history`}`;
      throw new Error(`More than 30 s behind the log: ${namesOf(late)}. Look at the process role.`);
    },
  };
}

function namesOf(checkpoints: readonly { readonly processor: string }[]): string {
  return [...new Set(checkpoints.map(({ processor }) => processor))].join(', ');
}

export function analyticsCheck(clickhouse: ClickHouseClient | undefined): HealthCheck {
  return {
    name: 'analytics store',
    kind: 'fresh',
    async check() {
      if (clickhouse === undefined)
        throw new Error('CLICKHOUSE_URL is not set: trends and search in payloads do not answer.');
      const answer = await clickhouse.ping();
      if (!answer.success) throw new Error('ClickHouse does not answer: trends and search in payloads do not answer.');
      return 'answers';
    },
  };
}

type ReportedCheck = HealthReport['checks'][number];

/** The process role's own account of its processors, as one check. */
export function processingCheck(report: () => readonly ReportedCheck[]): HealthCheck {
  return {
    name: 'processors',
    kind: 'fresh',
    async check() {
      const checks = report();
      const unwell = checks.filter((check) => !check.ok);
      if (unwell.length === 0) return `${checks.length} well`;
      throw new Error(unwell.map((check) => `${check.name}: ${check.detail}`).join('; '));
    },
  };
}

/** Whether the log is matched for subscriptions. */
export function dispatchCheck(status: () => Pick<ConsumerStatus, 'condition' | 'reason' | 'lagEvents'>): HealthCheck {
  return {
    name: 'dispatch',
    kind: 'fresh',
    async check() {
      const { condition, reason, lagEvents } = status();
      if (condition === 'running') return `${lagEvents} events to look at`;
      throw new Error(`The matcher is ${condition}: ${reason ?? 'no reason is known'}`);
    },
  };
}
