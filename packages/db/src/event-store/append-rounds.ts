import type { AppendOutcome, EventToAppend } from './event-store.ts';
import { judgeRepeat, type KeptEvent, receiptOutcome } from './kept-event.ts';

/** What a store did with one event of a call that names no id twice. */
export type AppendResult =
  | { readonly status: 'stored'; readonly fresh: boolean; readonly kept: KeptEvent }
  | { readonly status: 'refused'; readonly detail: string };

export type AppendDistinct = (events: readonly EventToAppend[]) => Promise<readonly AppendResult[]>;

/**
 * Hands a store each id once and judges the repeats inside the call against what it kept. A repeat of
 * an event that was refused is a first itself, since nothing holds its id: it goes into the next round.
 */
export async function appendRounds(
  events: readonly EventToAppend[],
  appendDistinct: AppendDistinct,
): Promise<readonly AppendOutcome[]> {
  if (new Set(events.map((event) => event.event_id.toLowerCase())).size === events.length) {
    return pairedOutcomes(events, await appendDistinct(events));
  }
  const outcomes = new Array<AppendOutcome>(events.length);
  let waiting = events.map((event, place) => ({ event, place }));
  while (waiting.length > 0) {
    const firsts = new Map<string, (typeof waiting)[number]>();
    for (const one of waiting) {
      const id = one.event.event_id.toLowerCase();
      if (!firsts.has(id)) firsts.set(id, one);
    }
    const sent = [...firsts.values()];
    const results = await appendDistinct(sent.map((one) => one.event));
    const kept = new Map<string, KeptEvent>();
    sent.forEach(({ event, place }, at) => {
      const result = resultAt(results, at, event);
      outcomes[place] = outcomeOf(event, result);
      if (result.status === 'stored') kept.set(event.event_id.toLowerCase(), result.kept);
    });
    const first = new Set(sent);
    waiting = waiting.filter((one) => {
      if (first.has(one)) return false;
      const known = kept.get(one.event.event_id.toLowerCase());
      if (known !== undefined) outcomes[one.place] = judgeRepeat(one.event, known);
      return known === undefined;
    });
  }
  return outcomes;
}

function resultAt(results: readonly AppendResult[], at: number, event: EventToAppend): AppendResult {
  const result = results[at];
  if (result === undefined) throw new Error(`the store gave no result for event ${event.event_id}`);
  return result;
}

/** The usual call names no id twice. */
function pairedOutcomes(events: readonly EventToAppend[], results: readonly AppendResult[]): readonly AppendOutcome[] {
  return events.map((event, at) => outcomeOf(event, resultAt(results, at, event)));
}

function outcomeOf(event: EventToAppend, result: AppendResult): AppendOutcome {
  if (result.status === 'refused') return { status: 'refused', code: 'unstorable_event', detail: result.detail };
  return result.fresh ? receiptOutcome('accepted', result.kept) : judgeRepeat(event, result.kept);
}
