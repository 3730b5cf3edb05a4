import type { AggregateContribution, RunningTotal } from '@activity-hub/contracts/activity/aggregate-explanation';
import type { JsonObject, RecordedEvent } from '@activity-hub/contracts/event';
import { eventOfOutline } from '@activity-hub/contracts/event-outline';
import { compareOccurred } from '@activity-hub/contracts/occurred-order';
import { PluginError } from '@activity-hub/contracts/plugin/plugin-error';
import type { PluginFault } from '@activity-hub/contracts/plugin/program';
import type { ExplainedStretch, ExplainOrder, FoldPoint, ToldPart, TypeTotal } from './explain-order.ts';
import type { ExplainedPlugin } from './explained-plugin.ts';
import { changesOf } from './value-changes.ts';

/** Amounts have few decimals; the difference of two doubles leaves dust behind. */
const parts = 1_000_000;
const rounded = (amount: number): number => Math.round(amount * parts) / parts;

/** What queries show at a point of the fold. */
export function shownAt({ state, view }: Pick<FoldPoint, 'state' | 'view'>): JsonObject | null {
  return view ?? state;
}

/**
 * Folds a stretch of a key's history as the host does. Of the events that are told the fold is asked one at a time,
 * and what lies between two answers is what the event did: so it adds up, whatever the aggregator does.
 */
export async function explainStretch(plugin: ExplainedPlugin, order: ExplainOrder): Promise<ExplainedStretch> {
  const fold = new StretchFold(plugin, order);
  const events = order.events.map((event) => ('payload' in event ? event : eventOfOutline(event)));
  await fold.takeAll(await ownOf(plugin, order, events));
  const time_passed = order.until === null ? null : await fold.passTime(order.until);
  const taken_back = await ownOf(plugin, order, order.taken_back);
  return { ...fold.answer(), time_passed, taken_back: taken_back.map(({ event_id }) => event_id) };
}

/** Those that the plugin puts under the key. */
async function ownOf(
  { program }: ExplainedPlugin,
  { key, lane }: ExplainOrder,
  events: readonly RecordedEvent[],
): Promise<readonly RecordedEvent[]> {
  if (events.length === 0) return [];
  const { keys } = await program.keysOf(events, lane);
  return events.filter((_event, index) => keys[index] === key);
}

/** An amount changes with every event and is asked of each; where there is none, only of those that are told. */
class StretchFold {
  readonly #plugin: ExplainedPlugin;
  readonly #order: ExplainOrder;
  readonly #types = new Map<string, TypeTotal>();
  readonly #items: AggregateContribution[] = [];
  #around: ExplainedStretch['around'] = null;
  #point: FoldPoint;

  constructor(plugin: ExplainedPlugin, order: ExplainOrder) {
    this.#plugin = plugin;
    this.#order = order;
    this.#point = order.from;
  }

  async takeAll(events: readonly RecordedEvent[]): Promise<void> {
    let together: RecordedEvent[] = [];
    for (const event of events) {
      const isTold = this.#items.length < this.#order.told.left && isWithin(this.#order.told, event);
      if (!isTold && this.#plugin.amountOf === undefined) {
        this.#count(event, null, null);
        together.push(event);
        continue;
      }
      await this.#fold(together);
      together = [];
      await this.#takeOne(event, isTold);
    }
    await this.#fold(together);
  }

  async passTime(until: string): Promise<ExplainedStretch['time_passed']> {
    const before = this.#point;
    if (before.state === null) return null;
    await this.#fold([], until);
    const effect = this.#effectSince(before);
    const moved = effect.amount === null ? effect.changes?.length !== 0 : effect.amount.contribution !== 0;
    return moved ? { until, ...effect } : null;
  }

  answer(): Pick<ExplainedStretch, 'to' | 'total' | 'types' | 'items' | 'around'> {
    return {
      to: this.#point,
      total: this.#totalAt(this.#point),
      types: [...this.#types.values()],
      items: this.#items,
      around: this.#around,
    };
  }

  async #takeOne(event: RecordedEvent, isTold: boolean): Promise<void> {
    const before = this.#point;
    const [fault] = await this.#fold([event]);
    const weight = this.#plugin.weightOf(event);
    const effect = this.#effectSince(before);
    this.#count(event, weight, effect.amount?.contribution ?? null);
    if (!isTold) return;
    const { event_id, event_type, timestamp } = event;
    this.#items.push({ event_id, event_type, timestamp, weight, ...effect, fault: fault?.reason ?? null });
    this.#around = { before: this.#around?.before ?? this.#totalAt(before), after: this.#totalAt(this.#point) };
  }

  async #fold(events: readonly RecordedEvent[], until: string | null = null): Promise<readonly PluginFault[]> {
    if (events.length === 0 && until === null) return [];
    const { key, window, lane } = this.#order;
    const { state, view, events: before } = this.#point;
    const [answer] = await this.#plugin.program.fold([{ key, window, state, events, until }], lane);
    if (answer === undefined) throw new PluginError('not_folded_again');
    const next = answer.folded > 0 ? { state: answer.state, view: answer.view } : { state, view };
    this.#point = { ...next, events: before + events.length };
    return answer.faults;
  }

  #effectSince(before: FoldPoint): Pick<AggregateContribution, 'amount' | 'changes' | 'more_changes'> {
    const { amountOf } = this.#plugin;
    if (amountOf === undefined) return { amount: null, ...changesOf(shownAt(before), shownAt(this.#point)) };
    const was = amountOf(before.state);
    const is = amountOf(this.#point.state);
    const amount = { before: rounded(was), after: rounded(is), contribution: rounded(is - was) };
    return { amount, changes: null, more_changes: 0 };
  }

  #totalAt(point: FoldPoint): RunningTotal {
    const amount = this.#plugin.amountOf?.(point.state);
    return { events: point.events, amount: amount === undefined ? null : rounded(amount), value: shownAt(point) };
  }

  #count({ event_type }: RecordedEvent, weight: number | null, contribution: number | null): void {
    const known = this.#types.get(event_type);
    const sum = contribution === null ? null : rounded((known?.contribution ?? 0) + contribution);
    this.#types.set(event_type, { event_type, events: (known?.events ?? 0) + 1, weight, contribution: sum });
  }
}

function isWithin({ after, before }: ToldPart, event: RecordedEvent): boolean {
  return (
    (after === null || compareOccurred(after, event) < 0) && (before === null || compareOccurred(event, before) < 0)
  );
}
