import { LANE_COUNT } from '@activity-hub/contracts/lane';
import { existingOffsets } from '@activity-hub/db/deliveries/existing-offsets';
import { insertMissing } from '@activity-hub/db/deliveries/insert-missing';
import type { MatchedStretch } from '@activity-hub/db/deliveries/matched-stretch';
import type { RunStep } from '@activity-hub/db/deliveries/redrives/advance-run';
import type { RedriveRunRow } from '@activity-hub/db/deliveries/redrives/redrive-run-row';
import type { EventStore } from '@activity-hub/db/event-store/event-store';
import type { Statements } from '@activity-hub/db/postgres/statements';
import { forgottenOffsets } from '@activity-hub/db/subscriptions/forgotten-offsets';
import { lookedAt } from '@activity-hub/db/subscriptions/looked-at';
import { offsetsBefore } from '@activity-hub/db/subscriptions/offsets-before';
import { matchForOne } from '../match/match-stretch.ts';
import type { SubscriptionRule } from '../match/subscription-rule.ts';
import { matcherRef } from '../matcher-ref.ts';
import { keptDays } from './kept-days.ts';

const stretchEvents = 1_000;
/** What one step reads at the most, so that a step with few matches ends too. */
const stepEvents = 20_000;

export interface MissedRange {
  readonly from: string;
  readonly to: string;
  readonly upto: string;
}

export interface LaneSpan {
  readonly lane: number;
  /** Exclusive. */
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
}

/**
 * The stretches of the lanes recorded in a range, as far as the subscription has looked: what lies behind is not missed.
 * Of a stretch of which deliveries were forgotten nobody can say what is missing, so nothing of it is sent twice.
 */
export async function missedSpans(
  sql: Statements,
  subscriptionId: string,
  range: MissedRange,
): Promise<readonly LaneSpan[]> {
  // As instants: they may be written in different zones.
  const until = Date.parse(range.to) < Date.parse(range.upto) ? range.to : range.upto;
  const [from, to, looked, forgotten] = [
    await offsetsBefore(sql, range.from),
    await offsetsBefore(sql, until),
    await lookedAt(sql, matcherRef, subscriptionId),
    await forgottenOffsets(sql, subscriptionId, keptDays),
  ];
  return Array.from({ length: LANE_COUNT }, (_, lane) => ({
    lane,
    from: Math.max(from[lane] ?? 0, forgotten[lane] ?? 0),
    to: Math.min(to[lane] ?? 0, looked[lane] ?? 0),
  })).filter((span) => span.to > span.from);
}

/** What of a stretch matches and has no delivery. @returns undefined at the end of the span */
export async function missedStretch(
  log: Pick<EventStore, 'readLane'>,
  sql: Statements,
  rule: SubscriptionRule,
  span: LaneSpan,
): Promise<{ readonly stretch: MatchedStretch; readonly to: number; readonly read: number } | undefined> {
  if (span.from >= span.to) return undefined;
  const events = await log.readLane(span.lane, span.from, Math.min(stretchEvents, span.to - span.from));
  const last = events.at(-1);
  if (last === undefined) return undefined;
  const found = matchForOne(events, rule);
  const places = found.matches.map(({ offset }) => offset);
  const known = await existingOffsets(sql, rule.subscription_id, span.lane, places);
  const matches = found.matches.filter(({ offset }) => !known.has(offset));
  return { stretch: { matches, missingKeys: new Map() }, to: last.offset, read: events.length };
}

/** One step of a replay of what was missed. */
export async function missedEvents(
  { eventStore }: { readonly eventStore: Pick<EventStore, 'readLane'> },
  transaction: Statements,
  rule: SubscriptionRule,
  run: RedriveRunRow,
): Promise<RunStep> {
  if (run.selection.kind !== 'replay_missing') throw new TypeError('This run replays nothing.');
  const { from, to } = run.selection;
  const spans = await missedSpans(transaction, run.subscription_id, { from, to, upto: run.upto });
  const cursor: Record<string, number> = { ...run.cursor };
  let redriven = 0;
  let read = 0;
  for (const span of spans) {
    for (;;) {
      if (redriven >= run.rate_per_second || read >= stepEvents) return { redriven, cursor, finished: false };
      const at = cursor[span.lane] ?? span.from;
      const found = await missedStretch(eventStore, transaction, rule, { ...span, from: at });
      if (found === undefined) break;
      const room = run.rate_per_second - redriven;
      const taken = found.stretch.matches.slice(0, room);
      redriven += await insertMissing(transaction, span.lane, { ...found.stretch, matches: taken });
      read += found.read;
      const cut = taken.length < found.stretch.matches.length ? taken.at(-1) : undefined;
      cursor[span.lane] = cut?.offset ?? found.to;
    }
  }
  return { redriven, cursor, finished: true };
}
