import type { AggregateContribution, RunningTotal } from '@activity-hub/contracts/activity/aggregate-explanation';
import { compareOccurred, type OccurredAt } from '@activity-hub/contracts/occurred-order';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { ExplainedStretch, ToldPart } from './explain-order.ts';
import { endOf, type Marks, markBefore, markWithRoom } from './fold-mark.ts';
import { type AskedKey, stretchesOf } from './history-of-key.ts';
import type { KeyFold } from './key-fold.ts';

/** Which of the events are told: the first after a place, or the last before one. */
export interface ToldPage {
  readonly order: 'oldest' | 'newest';
  readonly from: OccurredAt | null;
  readonly limit: number;
}

export interface ToldEvents {
  /** In order of occurrence, as they were folded. */
  readonly items: readonly AggregateContribution[];
  /** Before the first and after the last of those that were told; null where there are none. */
  readonly around: { readonly before: RunningTotal; readonly after: RunningTotal } | null;
  /** Whether there are more events on the far side of the page. */
  readonly more: boolean;
}

interface Reader {
  readonly sql: Sql;
  readonly fold: KeyFold;
  readonly asked: AskedKey;
}

/** Folds once more from the last place before a page, and tells what the events of the page did. */
export function tellPage(reader: Reader, marks: Marks, page: ToldPage): Promise<ToldEvents> {
  return page.order === 'oldest' ? tellFirst(reader, marks, page) : tellLast(reader, marks, page);
}

async function tellFirst({ sql, fold, asked }: Reader, marks: Marks, { from, limit }: ToldPage): Promise<ToldEvents> {
  const mark = markBefore(marks, from);
  const items: AggregateContribution[] = [];
  let { point } = mark;
  let around = null as ExplainedStretch['around'];
  for await (const { events } of stretchesOf(sql, asked, mark.at)) {
    const told: ToldPart = { after: from, before: null, left: limit - items.length };
    const stretch = await fold.ask(point, { events, told });
    point = stretch.to;
    items.push(...stretch.items);
    if (stretch.around !== null)
      around = { before: around?.before ?? stretch.around.before, after: stretch.around.after };
    if (items.length >= limit) break;
  }
  return { items, around, more: around !== null && around.after.events < endOf(marks).point.events };
}

async function tellLast({ sql, fold, asked }: Reader, marks: Marks, { from, limit }: ToldPage): Promise<ToldEvents> {
  const mark = markWithRoom(marks, from, limit);
  const told: ToldPart = { after: null, before: from, left: Number.MAX_SAFE_INTEGER };
  let items: readonly AggregateContribution[] = [];
  let { point } = mark;
  for await (const { events, end } of stretchesOf(sql, asked, mark.at)) {
    const before = from === null ? events : events.filter((event) => compareOccurred(event, from) < 0);
    const stretch = await fold.ask(point, { events: before, told });
    point = stretch.to;
    items = [...items, ...stretch.items].slice(-limit);
    if (from !== null && compareOccurred(end, from) >= 0) break;
  }
  return { items, around: null, more: point.events > items.length };
}
