import type { Verdict } from '@activity-hub/contracts/receipt';
import type { AppendOutcome } from '@activity-hub/db/event-store/event-store';
import type { Logger } from 'pino';
import type { HubMetrics } from './hub-metrics.ts';

function countByStatus(items: readonly { readonly status: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { status } of items) counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
}

/** Counts what comes into ingest, how it leaves, and what the event log made of it; failures also reach the log file. */
export function createIngestMetrics(metrics: HubMetrics, logger: Logger) {
  const ingest = metrics.stage('ingest');
  const commit = metrics.stage('commit');
  return {
    prepared(events: number, seconds: number): void {
      ingest.count('in', events);
      ingest.time(seconds);
    },
    answered(verdicts: readonly Verdict[]): void {
      for (const [status, events] of countByStatus(verdicts)) ingest.count(status, events);
    },
    committed(outcomes: readonly AppendOutcome[], seconds: number): void {
      commit.count('in', outcomes.length);
      for (const [status, events] of countByStatus(outcomes)) commit.count(status, events);
      commit.time(seconds);
    },
    commitFailed(events: number, failure: unknown): void {
      commit.count('in', events);
      commit.count('failed', events);
      logger.error({ err: failure, events }, 'commit.failed');
    },
    hintLost: (failure: unknown): void => logger.warn({ err: failure }, 'wake-up.lost'),
  };
}
