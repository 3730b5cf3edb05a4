import type { AggregateContribution, RunningTotal } from '@activity-hub/contracts/activity/aggregate-explanation';
import { HubError } from '@activity-hub/contracts/errors';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { TakenBackEvent } from '@activity-hub/db/corrections/list-taken-back';
import type { Sql } from '@activity-hub/db/postgres/client';
import {
  type ExplainedStretch,
  type ExplainOrder,
  type FoldPoint,
  nothingFolded,
  type ToldPart,
  type TypeTotal,
} from './explain-order.ts';
import type { ExplainProcess } from './explain-process.ts';
import { type AskedKey, stretchesOf, takenBackOf } from './history-of-key.ts';
import { isSameValue } from './same-value.ts';
import { addTypes } from './type-totals.ts';

/** A history of more events is not folded for a question. */
const maxEvents = 200_000;
const withinMs = 20_000;

export interface ExplainSources {
  readonly sql: Sql;
  readonly explainer: Pick<ExplainProcess, 'ask'>;
}

/** Which of the events are told: the first after a place, or the last before one. */
export interface ToldPage {
  readonly order: 'oldest' | 'newest';
  readonly from: ToldPart['after'];
  readonly limit: number;
}

export interface ExplainedKey {
  /** All events together. */
  readonly total: RunningTotal;
  readonly types: readonly TypeTotal[];
  /** In order of occurrence, as they were folded. */
  readonly items: readonly AggregateContribution[];
  readonly around: { readonly before: RunningTotal; readonly after: RunningTotal };
  /** Whether there are more events on the far side of the page. */
  readonly more: boolean;
  readonly time_passed: ExplainedStretch['time_passed'];
  readonly taken_back: readonly TakenBackEvent[];
  /** Whether the fold came to what is held. */
  readonly same: boolean;
}

/**
 * Folds the history of a key once more and tells what the events of one page did. A stretch at a time: whatever the
 * length of the history, no more than one stretch and one page are in memory.
 */
export async function explainKey(
  { sql, explainer }: ExplainSources,
  asked: AskedKey,
  page: ToldPage,
): Promise<ExplainedKey> {
  const fold = new KeyFold(explainer, asked, page);
  for await (const events of stretchesOf(sql, asked)) await fold.take(events);
  return await fold.finish(await takenBackOf(sql, asked));
}

class KeyFold {
  readonly #explainer: ExplainSources['explainer'];
  readonly #asked: AskedKey;
  readonly #page: ToldPage;
  readonly #began = performance.now();
  #point: FoldPoint = nothingFolded;
  #read = 0;
  #types: readonly TypeTotal[] = [];
  #items: readonly AggregateContribution[] = [];
  #told = 0;
  #around: ExplainedStretch['around'] = null;

  constructor(explainer: ExplainSources['explainer'], asked: AskedKey, page: ToldPage) {
    this.#explainer = explainer;
    this.#asked = asked;
    this.#page = page;
  }

  async take(events: readonly RecordedEvent[]): Promise<void> {
    this.#read += events.length;
    if (this.#read > maxEvents)
      throw new HubError('range_too_wide', `The window has more than ${maxEvents} events: ask for a shorter one.`, {
        pointer: '/window',
      });
    if (performance.now() - this.#began > withinMs)
      throw new HubError('query_timeout', 'The explanation took too long. Ask for a shorter window.');
    if (events.length > 0) await this.#ask({ events });
  }

  async finish(takenBack: readonly TakenBackEvent[]): Promise<ExplainedKey> {
    const { held } = this.#asked.found;
    const last = await this.#ask({ until: held?.fired_until ?? null, taken_back: takenBack.map(({ event }) => event) });
    const belonged = new Set(last.taken_back);
    const around = this.#around ?? { before: last.total, after: last.total };
    const isOldest = this.#page.order === 'oldest';
    return {
      total: last.total,
      types: this.#types,
      items: this.#items,
      around,
      more: isOldest ? around.after.events < last.total.events : this.#told > this.#items.length,
      time_passed: last.time_passed,
      taken_back: takenBack.filter(({ event }) => belonged.has(event.event_id)),
      same: isSameValue(last.total.value, held?.view ?? held?.state ?? null),
    };
  }

  async #ask(more: Partial<ExplainOrder>): Promise<ExplainedStretch> {
    const { processor, key, window, found } = this.#asked;
    const stretch = await this.#explainer.ask({
      plugin_id: processor,
      version: found.plugin_version,
      config: found.config,
      key,
      window,
      lane: found.held?.lane ?? 0,
      from: this.#point,
      events: [],
      told: this.#toldPart(),
      until: null,
      taken_back: [],
      ...more,
    });
    this.#point = stretch.to;
    this.#types = addTypes(this.#types, stretch.types);
    this.#told += stretch.items.length;
    this.#items = [...this.#items, ...stretch.items].slice(-this.#page.limit);
    if (stretch.around !== null)
      this.#around = { before: this.#around?.before ?? stretch.around.before, after: stretch.around.after };
    return stretch;
  }

  #toldPart(): ToldPart {
    const { order, from, limit } = this.#page;
    return order === 'oldest'
      ? { after: from, before: null, left: limit - this.#told }
      : { after: null, before: from, left: Number.MAX_SAFE_INTEGER };
  }
}
