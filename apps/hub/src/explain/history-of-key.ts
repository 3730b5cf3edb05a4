import { correctedIdOf } from '@activity-hub/contracts/correction';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { OccurredAt } from '@activity-hub/contracts/occurred-order';
import type { Window } from '@activity-hub/contracts/plugin/aggregator';
import { daysOfWindow } from '@activity-hub/contracts/plugin/days-of-window';
import { windowsOf } from '@activity-hub/contracts/plugin/windows-of';
import { listTakenBack, type TakenBackEvent } from '@activity-hub/db/corrections/list-taken-back';
import { getEvent } from '@activity-hub/db/event-store/get-event';
import type { HeldKey } from '@activity-hub/db/key-history/read-held-key';
import type { Sql } from '@activity-hub/db/postgres/client';
import { eventFilter } from '../process/event-filter.ts';
import { inboxHistory, outlineHistory, streamHistory } from '../process/key-histories.ts';
import type { KeyHistory } from '../process/key-history.ts';
import { inboxRefOf } from '../process/running-router.ts';
import { isOutlined } from './is-outlined.ts';

export const eventsPerRead = 1_000;
const maxTakenBack = 50;

/** A value that is asked about. */
export interface AskedKey {
  readonly processor: string;
  readonly key: string;
  readonly window: Window;
  /** What the live revision holds of it. */
  readonly found: HeldKey;
  /** Whose it is, where it belongs to one person. */
  readonly user_id: string | null;
}

/** Some of a history, in order of occurrence. */
export interface Stretch {
  /** Those that may be of the key and window. */
  readonly events: readonly RecordedEvent[];
  /** The last one that was read. */
  readonly end: OccurredAt;
  readonly read: number;
}

/**
 * What a state was folded from, behind a place: the very history by which the host folds a key again, a stretch at a
 * time.
 */
export async function* stretchesOf(sql: Sql, asked: AskedKey, from: OccurredAt | null): AsyncGenerator<Stretch, void> {
  const { key, window, found } = asked;
  const { held } = found;
  if (held === null) return;
  const known =
    held.user_id !== null || held.last_event_id === null ? undefined : await getEvent(sql, held.last_event_id);
  const history = historyOf(sql, asked);
  const isOwn = filterOf(asked);
  let after = from ?? undefined;
  for (;;) {
    const page = await history.read({
      key,
      user_id: held.user_id,
      session_id: known?.session_id ?? null,
      lane: held.lane,
      upTo: held.up_to,
      window,
      after,
      limit: eventsPerRead,
    });
    const last = page.at(-1);
    if (last === undefined) return;
    after = { timestamp: last.timestamp, event_id: last.event_id };
    yield { events: page.filter(isOwn), end: after, read: page.length };
    if (page.length < eventsPerRead) return;
  }
}

function historyOf(sql: Sql, asked: AskedKey): Pick<KeyHistory, 'read'> {
  if (isWide(asked)) return inboxHistory(sql, inboxOf(asked));
  return isOutlined(asked.found) ? outlineHistory(sql) : streamHistory(sql);
}

/** Events of the window that people took back; the plugin has still to say which of them belonged to the key. */
export async function takenBackOf(sql: Sql, asked: AskedKey): Promise<readonly TakenBackEvent[]> {
  const { key, window, user_id } = asked;
  if (!isWide(asked) && user_id === null) return [];
  const where =
    user_id !== null && !isWide(asked) ? { user_id, days: daysOfWindow(window) } : { inbox: inboxOf(asked), key };
  const isOwn = filterOf(asked);
  return (await listTakenBack(sql, { ...where, limit: maxTakenBack })).filter(({ event }) => isOwn(event));
}

/** Whether its keys cross streams. */
export function isWide({ found }: Pick<AskedKey, 'found'>): boolean {
  return found.manifest.scope === 'custom';
}

function inboxOf({ processor, found }: AskedKey) {
  return inboxRefOf({ processor, version: found.revision });
}

function filterOf({ processor, window, found }: AskedKey): (event: RecordedEvent) => boolean {
  const wants = eventFilter(processor, found.manifest.topics);
  return (event) =>
    correctedIdOf(event) === undefined &&
    wants(event) &&
    windowsOf(window.kind, event).some(({ start }) => start === window.start);
}
