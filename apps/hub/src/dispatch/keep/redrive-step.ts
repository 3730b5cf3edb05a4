import { redriveDead } from '@activity-hub/db/deliveries/redrive-dead';
import { advanceRun, type RunStep } from '@activity-hub/db/deliveries/redrives/advance-run';
import type { RedriveRunRow } from '@activity-hub/db/deliveries/redrives/redrive-run-row';
import { takeRun } from '@activity-hub/db/deliveries/redrives/take-run';
import type { EventStore } from '@activity-hub/db/event-store/event-store';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { Statements } from '@activity-hub/db/postgres/statements';
import type { SubscriptionRules } from '../match/subscription-rules.ts';
import { missedEvents } from './missed-events.ts';

export interface RedriveSources {
  readonly sql: Sql;
  readonly eventStore: Pick<EventStore, 'readLane'>;
  readonly rules: SubscriptionRules;
}

/**
 * Carries out one second of one repair: as many as its rate allows, with its progress in one transaction, so a crash
 * repeats nothing and a pause or a cancel takes effect within it. @returns for whom something may be due
 */
export async function redriveStep(sources: RedriveSources): Promise<readonly string[]> {
  return await sources.sql.begin(async (transaction) => {
    const run = await takeRun(transaction);
    if (run === undefined) return [];
    await advanceRun(transaction, run.run_id, await carryOut(sources, transaction, run));
    return [run.subscription_id];
  });
}

async function carryOut(sources: RedriveSources, transaction: Statements, run: RedriveRunRow): Promise<RunStep> {
  const { selection, subscription_id, upto, rate_per_second, cursor } = run;
  if (selection.kind !== 'replay_missing') {
    const redriven = await redriveDead(transaction, { subscription_id, selection, upto }, rate_per_second);
    return { redriven, cursor, finished: redriven < rate_per_second };
  }
  // The filter may have been corrected a moment ago: that is what it is replayed for.
  sources.rules.outdate();
  const { rules } = await sources.rules.current();
  const rule = rules.get(subscription_id);
  if (rule === undefined) return { redriven: 0, cursor, finished: true };
  return await missedEvents(sources, transaction, rule, run);
}
