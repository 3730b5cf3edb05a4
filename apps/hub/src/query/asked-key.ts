import type { AggregateExplanation } from '@activity-hub/contracts/activity/aggregate-explanation';
import type { Freshness } from '@activity-hub/contracts/activity/freshness';
import { monthOf, weekOf } from '@activity-hub/contracts/calendar';
import { HubError } from '@activity-hub/contracts/errors';
import { laneOf } from '@activity-hub/contracts/lane';
import type { Window } from '@activity-hub/contracts/plugin/aggregator';
import { type HeldKey, readHeldKey } from '@activity-hub/db/key-history/read-held-key';
import { readWaitingKeys } from '@activity-hub/db/key-history/read-waiting-keys';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { LogProgress } from '@activity-hub/db/queries/read-progress';
import { z } from 'zod';
import type { ExplainedKey } from '../explain/explain-key.ts';
import { type AskedKey, isWide } from '../explain/history-of-key.ts';
import { freshnessOfProcessor, freshnessWithWaiting } from './freshness-of.ts';

const calendarDay = /^\d{4}-\d{2}-\d{2}$/;
const calendarHour = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3])[+-]\d{2}:\d{2}$/;
/** How a kind of calendar window begins, and what to tell whoever gives something else. */
const starts: Readonly<Record<string, readonly [isStart: (text: string) => boolean, form: string]>> = {
  all: [(text) => text === '', 'nothing, as everything has no start'],
  hourly: [
    (text) => calendarHour.test(text) && isDay(text.slice(0, 10)),
    'an hour with its offset: 2026-03-20T09+03:00',
  ],
  daily: [isDay, 'a day: 2026-03-20'],
  weekly: [(text) => isDay(text) && weekOf(text) === text, 'the Monday of the week: 2026-03-16'],
  monthly: [(text) => isDay(text) && monthOf(text) === text, 'the first day of the month: 2026-03-01'],
};

/** The 31st of February reads as a day of March. */
function isDay(text: string): boolean {
  const at = calendarDay.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** What the live revision holds of a key. @throws HubError not_found, invalid_query */
export async function askKey(
  sql: Sql,
  { processor, key, window }: { readonly processor: string; readonly key: string; readonly window: Window },
): Promise<AskedKey> {
  const found = await readHeldKey(sql, processor, key, window);
  if (found === undefined || found.kind !== 'aggregator')
    throw new HubError('not_found', 'No aggregator of this name is live. GET /activity/plugins names them.', {
      pointer: '/processor',
    });
  checkWindow(found.manifest.windows, window);
  return { processor, key, window, found, user_id: ownerOf(found, key) };
}

function checkWindow(kept: readonly string[], { kind, start }: Window): void {
  if (!kept.includes(kind))
    throw new HubError('invalid_query', `It keeps no such windows; it keeps ${kept.join(', ')}.`, {
      pointer: '/window',
    });
  const [isStart, form] = starts[kind] ?? [];
  if (isStart === undefined || isStart(start)) return;
  throw new HubError('invalid_query', `The start of this window is ${form}.`, { pointer: '/start' });
}

/** Of a key in a stream the one whose stream it is. What crosses streams belongs to nobody alone. */
function ownerOf(found: HeldKey, key: string): string | null {
  if (isWide({ found })) return null;
  return found.held?.user_id ?? (z.guid().safeParse(key).success ? key.toLowerCase() : null);
}

/** How fresh what is held is. `progress` was read before it. */
export async function freshnessOfKey(sql: Sql, progress: LogProgress, asked: AskedKey): Promise<Freshness> {
  const { processor, found, user_id } = asked;
  if (isWide(asked)) {
    const waiting = await readWaitingKeys(sql, { processor, version: found.revision });
    return freshnessWithWaiting(freshnessOfProcessor(progress, `${processor}/inbox`), waiting);
  }
  const lane = found.held?.lane ?? (user_id === null ? undefined : laneOf({ user_id, event_id: '' }));
  return freshnessOfProcessor(progress, processor, lane);
}

export function notCounted({ taken_back }: ExplainedKey): AggregateExplanation['not_counted'] {
  return taken_back.map(({ kind, event: { event_id, event_type, timestamp } }) => ({
    event_id,
    event_type,
    timestamp,
    kind,
  }));
}
