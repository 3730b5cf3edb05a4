import { canonicalJson } from '@activity-hub/contracts/canonical-form';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import type { ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import { readLiveRevisions } from '@activity-hub/db/plugins/read-live-revisions';
import type { Sql } from '@activity-hub/db/postgres/client';
import { derivedEventId } from '@activity-hub/hub/process/derive-event';
import { derivedBy, type RefoldedEvent, type RefoldedState, refolded, shownText } from './refolded.ts';

/** How what a plugin left behind differs from one fold over the whole log. */
export interface FoldDifferences {
  readonly processor: string;
  readonly states: number;
  /** States that are missing, too many, or not the same. */
  readonly different: number;
  /** Derived events that stand. */
  readonly derived: number;
  readonly superseded: number;
  /** Conclusions that another event of the same day stands behind: whichever came first, which the order may not tell. */
  readonly otherCause: number;
  /** Conclusions of the fold that the log does not hold, or holds with another payload. */
  readonly missing: number;
  /** Derived events that no conclusion of the fold stands behind, or that stand there a second time. */
  readonly surplus: number;
}

/** What is derived, taken back and derived again gets the next free name; no more than so often here. */
const namesTried = 50;

/** @param log by lane and offset */
export async function foldDifferences(
  sql: Sql,
  aggregator: AnyAggregator,
  log: readonly RecordedEvent[],
): Promise<FoldDifferences> {
  const processor = aggregator.manifest.id;
  const ref = { processor, version: (await readLiveRevisions(sql)).get(processor) ?? '' };
  const { states, derived } = refolded(aggregator, log, new Date().toISOString());
  const { standing, superseded } = derivedBy(ref, log);
  return {
    processor,
    states: states.length,
    different: await differentStates(sql, ref, states),
    derived: standing.length,
    superseded: superseded.length,
    ...heldAgainst(ref, derived, standing),
  };
}

async function differentStates(sql: Sql, ref: ProcessorRef, states: readonly RefoldedState[]): Promise<number> {
  const rows = await sql<{ name: string; state: unknown; view: unknown }[]>`
    select key || ' ' || window_kind || ' ' || window_start as name, state, view
    from held_state where processor = ${ref.processor} and version = ${ref.version}`;
  const stored = new Map(rows.map(({ name, state, view }) => [name, shownText(state, view)]));
  const wrong = states.filter(({ key, window_kind, window_start, shown }) => {
    const name = `${key} ${window_kind} ${window_start}`;
    const isSame = stored.get(name) === shown;
    stored.delete(name);
    return !isSame;
  });
  return wrong.length + stored.size;
}

type Held = Pick<FoldDifferences, 'missing' | 'surplus' | 'otherCause'>;

/**
 * Processor, version, key, type, subject and cause make an id, so the ids a conclusion may have are known: its first
 * one, or a later one where it was taken back in between.
 */
function heldAgainst(ref: ProcessorRef, wanted: readonly RefoldedEvent[], standing: readonly RecordedEvent[]): Held {
  const left = new Map(standing.map((event) => [event.event_id, event]));
  const twice = standing.length - left.size;
  const take = (conclusion: RefoldedEvent, found: readonly RecordedEvent[]): boolean => {
    const [first] = found.filter((event) => saysTheSame(event, conclusion));
    if (first !== undefined) left.delete(first.event_id);
    return first !== undefined;
  };
  const unnamed = wanted.filter((conclusion) => {
    const ids = idsOf(ref, conclusion, conclusion.cause.name);
    return !take(
      conclusion,
      ids.flatMap((id) => left.get(id) ?? []),
    );
  });
  const missing = unnamed.filter((conclusion) => {
    const sameElsewhere = [...left.values()].filter(({ event_id, causation_id }) =>
      idsOf(ref, conclusion, causation_id ?? '').includes(event_id),
    );
    return !take(conclusion, sameElsewhere);
  });
  return { missing: missing.length, otherCause: unnamed.length - missing.length, surplus: twice + left.size };
}

function saysTheSame(event: RecordedEvent, { derived }: RefoldedEvent): boolean {
  return canonicalJson(event.payload) === canonicalJson(derived.payload);
}

function idsOf(ref: ProcessorRef, { state, derived, cause }: RefoldedEvent, causeName: string): readonly string[] {
  return Array.from({ length: namesTried }, (_, again) => {
    const name = again === 0 ? causeName : `${causeName}~${again}`;
    return derivedEventId(ref, state, derived, { ...cause, name });
  });
}
