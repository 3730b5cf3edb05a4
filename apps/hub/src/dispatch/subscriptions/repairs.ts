import type { Act } from '@activity-hub/contracts/access/act';
import type { DeliveryDetail, DeliveryQuery, Resending } from '@activity-hub/contracts/dispatch/delivery';
import type {
  DeadLetterDiscard,
  RedriveEstimate,
  RedrivePlan,
  RedriveRun,
  RedriveStart,
} from '@activity-hub/contracts/dispatch/redrive';
import { HubError } from '@activity-hub/contracts/errors';
import type { Json, JsonObject } from '@activity-hub/contracts/event';
import type { DeliveryKey } from '@activity-hub/db/deliveries/delivery-row';
import { discardDead } from '@activity-hub/db/deliveries/discard-dead';
import { holdDelivery } from '@activity-hub/db/deliveries/hold-delivery';
import { insertRun } from '@activity-hub/db/deliveries/redrives/insert-run';
import { readRuns } from '@activity-hub/db/deliveries/redrives/read-runs';
import type { RedriveRunRow } from '@activity-hub/db/deliveries/redrives/redrive-run-row';
import { steerRun } from '@activity-hub/db/deliveries/redrives/steer-run';
import { resendDelivery } from '@activity-hub/db/deliveries/resend-delivery';
import { skipDelivery } from '@activity-hub/db/deliveries/skip-delivery';
import { surveyDead } from '@activity-hub/db/deliveries/survey-dead';
import type { Statements } from '@activity-hub/db/postgres/statements';
import { nameOfActor } from '../../catalogue/name-of-actor.ts';
import { type LaneSpan, missedSpans, missedStretch } from '../keep/missed-events.ts';
import { subscriptionRule } from '../match/subscription-rule.ts';
import { decodeDeliveryId, unknownDelivery } from './delivery-id.ts';
import { detailOf } from './delivery-views.ts';
import type { DispatchSources } from './dispatch-sources.ts';
import { existingSubscription } from './read-subscription-views.ts';

/** What an estimate of a replay reads at the most: more is asked for in parts. */
const maxReplayedEvents = 500_000;

const unknownRun = (): HubError => new HubError('not_found', 'There is no such repair.', { pointer: '/run_id' });

async function auditedRepair<Result>(
  { changes, audit }: DispatchSources,
  { actor: caller, request_id: requestId }: Act,
  told: { readonly action: string; readonly subject: string; readonly after: Json },
  work: (transaction: Statements) => Promise<Result>,
): Promise<Result> {
  return (await changes.begin(async (transaction) => {
    const result = await work(transaction);
    await audit.record({ caller, requestId, ...told }, transaction);
    return result;
  })) as Result;
}

/** @throws HubError not_found */
async function demandDelivery(transaction: Statements, key: DeliveryKey): Promise<void> {
  if (!(await holdDelivery(transaction, key))) throw unknownDelivery();
}

/** @throws HubError not_redrivable */
export async function resend(sources: DispatchSources, wanted: Resending, act: Act): Promise<DeliveryDetail> {
  const key = decodeDeliveryId(wanted.subscription_id, wanted.delivery_id);
  await existingSubscription(sources, wanted.subscription_id);
  const told = {
    action: 'delivery.resent',
    subject: `subscription:${wanted.subscription_id}`,
    after: { delivery_id: wanted.delivery_id, edited: wanted.body !== undefined },
  };
  const sent = await auditedRepair(sources, act, told, async (transaction) => {
    await demandDelivery(transaction, key);
    const back = await resendDelivery(transaction, key, wanted.body as Json | undefined);
    if (back !== undefined) return back;
    const detail = 'It still waits, and an attempt may be under way. Look at what it comes to first, or skip it.';
    throw new HubError('not_redrivable', detail, { pointer: '/delivery_id' });
  });
  return await detailOf(sources.changes, sent);
}

/** @throws HubError not_redrivable */
export async function skip(sources: DispatchSources, query: DeliveryQuery, act: Act): Promise<DeliveryDetail> {
  const key = decodeDeliveryId(query.subscription_id, query.delivery_id);
  await existingSubscription(sources, query.subscription_id);
  const told = {
    action: 'delivery.skipped',
    subject: `subscription:${query.subscription_id}`,
    after: { delivery_id: query.delivery_id },
  };
  await auditedRepair(sources, act, told, async (transaction) => {
    await demandDelivery(transaction, key);
    if (await skipDelivery(transaction, key, `Skipped by ${nameOfActor(act)}.`)) return;
    throw new HubError('not_redrivable', 'It does not wait any longer.', { pointer: '/delivery_id' });
  });
  return await detailOf(sources.changes, key);
}

export async function discard(
  sources: DispatchSources,
  wanted: DeadLetterDiscard,
  act: Act,
): Promise<{ readonly discarded: number }> {
  await existingSubscription(sources, wanted.subscription_id);
  const one =
    wanted.delivery_id === undefined ? undefined : decodeDeliveryId(wanted.subscription_id, wanted.delivery_id);
  const told = {
    action: 'dead_letters.discarded',
    subject: `subscription:${wanted.subscription_id}`,
    after: { ...wanted } as JsonObject,
  };
  return { discarded: await auditedRepair(sources, act, told, (transaction) => discardDead(transaction, wanted, one)) };
}

export async function estimateRedrive(sources: DispatchSources, plan: RedrivePlan): Promise<RedriveEstimate> {
  await existingSubscription(sources, plan.subscription_id);
  const upto = new Date(sources.now()).toISOString();
  const survey = await surveyed(sources, plan, upto);
  return { ...survey, seconds: Math.ceil(survey.total / plan.rate_per_second), upto };
}

async function surveyed(sources: DispatchSources, plan: RedrivePlan, upto: string) {
  const { selection, subscription_id } = plan;
  if (selection.kind !== 'replay_missing') return await surveyDead(sources.sql, { subscription_id, selection, upto });
  const { from, to } = selection;
  const spans = await missedSpans(sources.sql, subscription_id, { from, to, upto });
  const size = spans.reduce((sum, span) => sum + span.to - span.from, 0);
  if (size > maxReplayedEvents) {
    const detail = `The range holds ${size} events; at most ${maxReplayedEvents} can be looked through at once. Choose a shorter one.`;
    throw new HubError('range_too_wide', detail, { pointer: '/selection' });
  }
  return await surveyMissed(sources, subscription_id, spans);
}

async function surveyMissed({ sql, eventStore }: DispatchSources, id: string, spans: readonly LaneSpan[]) {
  const rule = subscriptionRule(await existingSubscription({ sql }, id), []);
  const times: string[] = [];
  let total = 0;
  for (const span of spans) {
    for (let at = span.from; ; ) {
      const found = await missedStretch(eventStore, sql, rule, { ...span, from: at });
      if (found === undefined) break;
      total += found.stretch.matches.length;
      for (const edge of [found.stretch.matches[0], found.stretch.matches.at(-1)])
        if (edge !== undefined) times.push(edge.recorded_at);
      at = found.to;
    }
  }
  times.sort();
  return { total, oldest_at: times[0] ?? null, newest_at: times.at(-1) ?? null };
}

/** Starts what was estimated: what failed or came later is not in it. */
export async function startRedrive(sources: DispatchSources, start: RedriveStart, act: Act): Promise<RedriveRun> {
  await existingSubscription(sources, start.subscription_id);
  // What fails again while it runs is not taken again, whatever end was asked for.
  const upto = new Date(Math.min(Date.parse(start.upto), sources.now())).toISOString();
  const { total } = await surveyed(sources, start, upto);
  const told = {
    action: 'redrive.started',
    subject: `subscription:${start.subscription_id}`,
    after: { selection: start.selection as JsonObject, total, rate_per_second: start.rate_per_second },
  };
  return runOf(
    await auditedRepair(sources, act, told, (transaction) =>
      insertRun(transaction, { ...start, upto }, total, nameOfActor(act)),
    ),
  );
}

export function runOf({ upto: _upto, cursor: _cursor, ...run }: RedriveRunRow): RedriveRun {
  return run;
}

/** @throws HubError not_found */
export async function readRun({ sql }: Pick<DispatchSources, 'sql'>, runId: string): Promise<RedriveRun> {
  const [run] = await readRuns(sql, { run_id: runId });
  if (run === undefined) throw unknownRun();
  return runOf(run);
}

const steps = { pause: 'paused', resume: 'resumed', cancel: 'cancelled' } as const;

/** A run that is over stays as it is. @throws HubError not_found */
export async function steerRedrive(
  sources: DispatchSources,
  runId: string,
  step: 'pause' | 'resume' | 'cancel',
  act: Act,
): Promise<RedriveRun> {
  const told = { action: `redrive.${steps[step]}`, subject: `redrive:${runId}`, after: { step } };
  const run = await auditedRepair(sources, act, told, (transaction) => steerRun(transaction, runId, step));
  return run === undefined ? await readRun({ sql: sources.changes }, runId) : runOf(run);
}
