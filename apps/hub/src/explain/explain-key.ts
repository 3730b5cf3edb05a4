import type { AggregateContribution, RunningTotal } from '@activity-hub/contracts/activity/aggregate-explanation';
import type { TakenBackEvent } from '@activity-hub/db/corrections/list-taken-back';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { ExplainedStretch, TypeTotal } from './explain-order.ts';
import type { ExplainProcess } from './explain-process.ts';
import { foldHistory } from './fold-history.ts';
import { endOf } from './fold-mark.ts';
import { type AskedKey, takenBackOf } from './history-of-key.ts';
import type { KeptMarks } from './kept-marks.ts';
import { KeyFold } from './key-fold.ts';
import { isSameValue } from './same-value.ts';
import { type ToldPage, tellPage } from './tell-page.ts';

export interface ExplainSources {
  readonly sql: Sql;
  /** Runs plugin code outside of this process. */
  readonly explainer: Pick<ExplainProcess, 'ask'>;
  readonly kept: KeptMarks;
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
 * Folds the history of a key once more, and tells what the events of one page did. A stretch at a time: whatever the
 * length of the history, no more than two stretches and one page are in memory. Later pages begin at a place on the way.
 */
export async function explainKey(
  { sql, explainer, kept }: ExplainSources,
  asked: AskedKey,
  page: ToldPage,
): Promise<ExplainedKey> {
  const fold = new KeyFold(explainer, asked);
  const [marks, takenBack] = await Promise.all([foldHistory({ sql, kept }, fold, asked), takenBackOf(sql, asked)]);
  const { items, around, more } = await tellPage({ sql, fold, asked }, marks, page);
  const { held } = asked.found;
  const { point, types } = endOf(marks);
  const last = await fold.ask(point, {
    until: held?.fired_until ?? null,
    taken_back: takenBack.map(({ event }) => event),
  });
  const belonged = new Set(last.taken_back);
  return {
    total: last.total,
    types,
    items,
    around: around ?? { before: last.total, after: last.total },
    more,
    time_passed: last.time_passed,
    taken_back: takenBack.filter(({ event }) => belonged.has(event.event_id)),
    same: isSameValue(last.total.value, held?.view ?? held?.state ?? null),
  };
}
