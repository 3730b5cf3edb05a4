import { correctedIdOf } from '@activity-hub/contracts/correction';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { OccurredAt } from '@activity-hub/contracts/occurred-order';
import type { Window } from '@activity-hub/contracts/plugin/aggregator';
import type { FoldAnswer, FoldRequest } from '@activity-hub/contracts/plugin/program';
import { windowsOf } from '@activity-hub/contracts/plugin/windows-of';
import type { OwnDerived } from '@activity-hub/db/key-history/read-own-derived';
import { type BatchPlace, ProcessorFault } from '../bus/lane-processor.ts';
import type { CollectedEffects } from './collected-effects.ts';
import { type DerivationCause, depthOf } from './derivation-cause.ts';
import type { HostedAggregator } from './hosted-plugin.ts';
import type { HistoryQuery, KeyHistory } from './key-history.ts';
import { emptied, type HeldState } from './lane-states.ts';
import { takeFold } from './take-fold.ts';

const eventsPerRead = 2_000;
/** Beyond that a key is no key: folding it again for each late event would stop its lane. */
const maxHistoryEvents = 500_000;

/** What folding again needs. */
export interface RefoldParts {
  readonly plugin: HostedAggregator;
  readonly history: KeyHistory;
  readonly wants: (event: RecordedEvent) => boolean;
  readonly place: BatchPlace;
  readonly fold: (requests: readonly FoldRequest[]) => Promise<readonly FoldAnswer[]>;
}

/** The state that must be folded again, and why. */
export interface RefoldOrder {
  readonly held: HeldState;
  readonly window: Window;
  /** The events of this batch for it. */
  readonly events: readonly RecordedEvent[];
  /** What it holds of events that were taken back since. */
  readonly corrected: readonly RecordedEvent[];
  readonly upTo: number;
}

/**
 * Folds one key and window again from its history, in order of occurrence and without what was taken back, and
 * holds what it derives against what was derived before: what is missing is appended, what no longer follows is
 * superseded. Deadlines fire in event time, at last up to the newest instant for which something was derived.
 */
export async function refoldKey(parts: RefoldParts, order: RefoldOrder, effects: CollectedEffects): Promise<void> {
  const { held } = order;
  const read = await readHistory(parts, order);
  const touched = [...read, ...order.events, ...order.corrected];
  resetMetrics(held.user_id, touched, effects);
  const own = await readOwnDerived(parts, order, touched);
  const before = own.filter((event) => !event.superseded);
  const until = timePassed(held, before);
  emptied(held);
  const again = new Set(await foldAll(parts, order, { read, own, until }, effects));
  effects.dropDerived(new Set(before.map((event) => event.event_id)));
  for (const old of before) if (!again.has(old.event_id)) effects.supersede(held, old, causeOfRefold(old, order));
  effects.changed(held);
}

/** Up to which instant time had passed for the state: its deadlines fire at last up to there. */
function timePassed({ fired_until }: HeldState, before: readonly OwnDerived[]): string | null {
  const instants = before.map((event) => event.timestamp);
  return [...instants, ...(fired_until === null ? [] : [fired_until])].sort().at(-1) ?? null;
}

interface Refold {
  readonly read: readonly RecordedEvent[];
  readonly own: readonly OwnDerived[];
  readonly until: string | null;
}

async function foldAll(
  { place, plugin, fold }: RefoldParts,
  { held, window }: RefoldOrder,
  { read: events, own, until }: Refold,
  effects: CollectedEffects,
): Promise<readonly string[]> {
  if (events.length === 0) return [];
  const request: FoldRequest = { key: held.key, window, state: null, events, until };
  const [answer] = await fold([request]);
  if (answer === undefined) throw new ProcessorFault('not_folded_again');
  const known = new Map(own.map((event) => [event.event_id, event]));
  return takeFold({ held, request, answer, place, announces: plugin.announces, own: known }, effects);
}

/** Derived events join the stream of their cause, so they lie in the streams of whoever took part. */
async function readOwnDerived(
  { history, plugin }: RefoldParts,
  { held, window }: RefoldOrder,
  touched: readonly RecordedEvent[],
): Promise<readonly OwnDerived[]> {
  const users = new Set([held.user_id, ...touched.map((event) => event.user_id)]);
  return await history.ownDerived(plugin.ref, {
    key: held.key,
    window,
    users: [...users].filter((user) => user !== null),
  });
}

/** Everything that went into the state, in order of occurrence. */
async function readHistory(parts: RefoldParts, order: RefoldOrder): Promise<readonly RecordedEvent[]> {
  const { held, window, upTo } = order;
  const known = order.events[0] ?? order.corrected[0];
  const found: RecordedEvent[] = [];
  let after: OccurredAt | undefined;
  for (;;) {
    const query: HistoryQuery = {
      key: held.key,
      user_id: held.user_id ?? known?.user_id ?? null,
      session_id: known?.session_id ?? null,
      lane: held.lane,
      upTo,
      window,
      after,
      limit: eventsPerRead,
    };
    const page = await parts.history.read(query);
    found.push(...(await ownOf(parts, order, page)));
    if (found.length > maxHistoryEvents)
      throw new ProcessorFault('long_history', { key: held.key, events: maxHistoryEvents });
    if (page.length < eventsPerRead) return found;
    after = page.at(-1);
  }
}

/** Those of a page that the plugin put under this key and that lie in this window. */
async function ownOf(
  { plugin, wants }: RefoldParts,
  { held, window }: RefoldOrder,
  page: readonly RecordedEvent[],
): Promise<readonly RecordedEvent[]> {
  const near = page.filter((event) => correctedIdOf(event) === undefined && wants(event) && isIn(window, event));
  if (near.length === 0) return [];
  const { keys } = await plugin.program.keysOf(near, held.lane);
  return near.filter((_event, index) => keys[index] === held.key);
}

function isIn(window: Window, event: RecordedEvent): boolean {
  return windowsOf(window.kind, event).some(({ start }) => start === window.start);
}

/** A correction stands in the stream of the derived event, and is caused by what came late or was taken back. */
function causeOfRefold(old: OwnDerived, { upTo, held, events, corrected }: RefoldOrder): DerivationCause {
  const late = corrected[0] ?? events[0];
  return {
    ...old,
    // The place of the batch sets it apart: what is superseded may be derived again and superseded again.
    name: `${old.event_id}@${held.lane}:${upTo}`,
    causation_id: late?.event_id ?? old.causation_id,
    depth: late === undefined ? 0 : depthOf(late),
  };
}

/** Points that the state had written over its whole span are written anew. */
function resetMetrics(userId: string | null, touched: readonly RecordedEvent[], effects: CollectedEffects): void {
  const instants = touched.map((event) => event.timestamp).sort();
  const [from] = instants;
  const to = instants.at(-1);
  if (userId !== null && from !== undefined && to !== undefined) effects.resetMetrics({ user_id: userId, from, to });
}
