import { HubError } from '@activity-hub/contracts/errors';
import { readStreamChanges } from '@activity-hub/db/key-history/read-stream-changes';
import type { Sql } from '@activity-hub/db/postgres/client';
import { ahead } from './ahead.ts';
import { beginning, endOf, type FoldMark, type Marks, marksBefore } from './fold-mark.ts';
import { type AskedKey, eventsPerRead, isWide, type Stretch, stretchesOf } from './history-of-key.ts';
import type { FoldedHistory, KeptMarks } from './kept-marks.ts';
import type { KeyFold } from './key-fold.ts';
import { addTypes } from './type-totals.ts';

/** A history of more events is not folded for a question. */
const maxEvents = 200_000;
/** Of a lane: to look through more of them for what is new of one stream would cost what it saves. */
const maxChanges = 20_000;

interface Known {
  readonly marks: Marks;
  /** Whether nothing follows. */
  readonly isWhole: boolean;
}

const nothingKnown: Known = { marks: [beginning], isWhole: false };

/** Folds the history of a key to its end, from where it was folded to lately and still holds. */
export async function foldHistory(
  { sql, kept }: { readonly sql: Sql; readonly kept: KeptMarks },
  fold: KeyFold,
  asked: AskedKey,
): Promise<Marks> {
  const name = nameOf(asked);
  const known = await stillKnown(sql, asked, kept.get(name));
  const marks: [FoldMark, ...FoldMark[]] = [...known.marks];
  if (!known.isWhole)
    for await (const stretch of ahead(stretchesOf(sql, asked, endOf(marks).at)))
      marks.push(await foldOn(fold, endOf(marks), stretch));
  if (userOf(asked) !== null) kept.keep(name, { marks, up_to: asked.found.held?.up_to ?? 0 });
  return marks;
}

async function foldOn(fold: KeyFold, before: FoldMark, { events, end, read }: Stretch): Promise<FoldMark> {
  const next = { ...before, at: end, read: before.read + read };
  if (next.read > maxEvents)
    throw new HubError('range_too_wide', `The window has more than ${maxEvents} events: ask for a shorter one.`, {
      pointer: '/window',
    });
  if (events.length === 0) return next;
  const { to, types } = await fold.ask(before.point, { events });
  return { ...next, point: to, types: addTypes(before.types, types) };
}

/** What was recorded, or taken back, since makes all that was folded behind it void. */
async function stillKnown(sql: Sql, asked: AskedKey, known: FoldedHistory | undefined): Promise<Known> {
  const { held } = asked.found;
  const user_id = userOf(asked);
  if (known === undefined || held === null || user_id === null || known.up_to > held.up_to) return nothingKnown;
  const changes = await readStreamChanges(sql, { user_id, lane: held.lane, after: known.up_to, limit: maxChanges });
  if (changes === undefined || changes.taken_back) return nothingKnown;
  if (changes.changed_from === null) return { marks: known.marks, isWhole: true };
  return { marks: withoutShortEnd(marksBefore(known.marks, changes.changed_from)), isWhole: false };
}

/** A history that goes on event by event would else be marked at each of them. */
function withoutShortEnd(marks: Marks): Marks {
  const [first, ...more] = marks;
  const isShort = endOf(marks).read - (marks.at(-2) ?? first).read < eventsPerRead;
  return isShort ? [first, ...more.slice(0, -1)] : marks;
}

/** Whose stream the history is; null where it crosses streams, or is of nobody: then what is new is not found by looking. */
function userOf(asked: AskedKey): string | null {
  return isWide(asked) ? null : (asked.found.held?.user_id ?? null);
}

function nameOf({ processor, key, window, found }: AskedKey): string {
  return JSON.stringify([processor, found.revision, key, window.kind, window.start]);
}
