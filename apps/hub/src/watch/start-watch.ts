import type { EpisodeKind } from '@activity-hub/contracts/activity/source-health';
import type { JsonObject } from '@activity-hub/contracts/event';
import { beginEpisode } from '@activity-hub/db/episodes/begin-episode';
import { endEpisode } from '@activity-hub/db/episodes/end-episode';
import { listEpisodes } from '@activity-hub/db/episodes/list-episodes';
import { markRecorded, unrecordedEpisodes } from '@activity-hub/db/episodes/unrecorded-episodes';
import type { EventStore } from '@activity-hub/db/event-store/event-store';
import type { Sql } from '@activity-hub/db/postgres/client';
import { readProgress } from '@activity-hub/db/queries/read-progress';
import { forgetOldActivity, noteSourceActivity } from '@activity-hub/db/sources/note-source-activity';
import { readSourceFigures } from '@activity-hub/db/sources/read-source-figures';
import { pause } from '../bus/backoff.ts';
import { episodeEvent } from './episode-event.ts';
import { judgeLag } from './judge-lag.ts';
import { judgeRefusals, silenceLimitMs } from './judge-source.ts';
import { judgeStorage, type StorageUse } from './judge-storage.ts';
import type { SourceCounters } from './source-counters.ts';

const everyMs = 1_000;
/** Sources change their habits slowly, and their figures cost a look at a day of minutes each. */
const judgeSourcesEvery = 5;
const judgeStorageEvery = 60;
const forgetEvery = 600;
const watchedSources = 500;
const recordedAtOnce = 100;

export interface WatchOptions {
  readonly sql: Sql;
  readonly eventStore: Pick<EventStore, 'append'>;
  readonly counters: SourceCounters;
  /** After how many silent minutes something is wrong with a source; undefined: it is learned. */
  readonly silentAfterMinutes: (source: string) => number | undefined;
  readonly readStorage: () => Promise<readonly StorageUse[]>;
  readonly observer: WatchObserver;
  readonly now: () => number;
  /** Since when this process could have heard of anything. What nobody could have heard is no silence. */
  readonly watchingSinceMs: number;
}

export interface WatchObserver {
  began(kind: EpisodeKind, key: string, details: JsonObject): void;
  ended(kind: EpisodeKind, key: string): void;
  stored(uses: readonly StorageUse[]): void;
  open(episodes: readonly { readonly kind: EpisodeKind; readonly key: string }[]): void;
  failed(failure: unknown): void;
}

/** A thousandth is exact enough, and reads better in an event. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

interface Edge {
  readonly kind: EpisodeKind;
  readonly key: string;
  readonly begins: boolean;
  readonly ends: boolean;
  readonly details: JsonObject;
}

async function lagEdges({ sql, now }: WatchOptions): Promise<readonly Edge[]> {
  return judgeLag(await readProgress(sql), now()).map(({ processor, lagSeconds, lagEvents, begins, ends }) => ({
    kind: 'ingestion_lag',
    key: processor,
    begins,
    ends,
    details: { lag_seconds: rounded(lagSeconds), lag_events: lagEvents },
  }));
}

async function sourceEdges({ sql, silentAfterMinutes, now, watchingSinceMs }: WatchOptions): Promise<readonly Edge[]> {
  const sources = await readSourceFigures(sql, watchedSources);
  return sources.flatMap((figures): Edge[] => {
    const { source, silent_ms, refused_5m, last_seen_at } = figures;
    const { rate, usual, sent, begins, ends } = judgeRefusals(figures);
    const limit = silenceLimitMs(figures, silentAfterMinutes(source));
    const isSilent = limit !== undefined && silent_ms > limit;
    const isHeard = limit !== undefined && now() - watchingSinceMs > limit;
    const refusals = { refusal_rate: rounded(rate), usual_rate: rounded(usual), refused: refused_5m, sent };
    const silence = {
      silent_seconds: rounded(silent_ms / 1000),
      limit_seconds: rounded((limit ?? 0) / 1000),
      last_seen_at,
    };
    return [
      { kind: 'source_refusals', key: source, begins, ends, details: refusals },
      { kind: 'source_silence', key: source, begins: isSilent && isHeard, ends: !isSilent, details: silence },
    ];
  });
}

async function storageEdges({ readStorage, observer }: WatchOptions): Promise<readonly Edge[]> {
  const uses = await readStorage();
  observer.stored(uses);
  return uses.flatMap(judgeStorage).map(({ store, threshold, ratio, begins, ends }) => ({
    kind: 'storage',
    key: `${store}:${threshold * 100}`,
    begins,
    ends,
    details: { used_ratio: rounded(ratio) },
  }));
}

/** Tells edges from what is open, so that the calm case writes nothing. The database decides who was first. */
async function applyEdges({ sql, observer }: WatchOptions, edges: readonly Edge[]): Promise<void> {
  const open = await listEpisodes(sql, { open: true, limit: 10_000 });
  const isOpen = new Set(open.map((episode) => JSON.stringify([episode.kind, episode.key])));
  for (const { kind, key, begins, ends, details } of edges) {
    const known = isOpen.has(JSON.stringify([kind, key]));
    if (begins && !known && (await beginEpisode(sql, kind, key, details))) observer.began(kind, key, details);
    if (ends && known && (await endEpisode(sql, kind, key, {}))) observer.ended(kind, key);
  }
  observer.open(open);
}

/**
 * Appends what the log does not hold yet. The row says what is missing and is marked after the append was
 * answered: a crash in between makes the append happen again, and the log knows its id.
 */
export async function recordEpisodes(options: Pick<WatchOptions, 'sql' | 'eventStore' | 'now'>): Promise<void> {
  const { sql, eventStore, now } = options;
  const arrival = { receivedAt: new Date(now()).toISOString() };
  for (const episode of await unrecordedEpisodes(sql, recordedAtOnce)) {
    const begin = !episode.begin_recorded;
    const end = episode.ended_at !== null && !episode.end_recorded;
    const events = [
      ...(begin ? [episodeEvent(episode, 'began', arrival)] : []),
      ...(end ? [episodeEvent(episode, 'ended', arrival)] : []),
    ];
    const outcomes = await eventStore.append(events);
    const wrong = outcomes.find((outcome) => outcome.status !== 'accepted' && outcome.status !== 'duplicate');
    if (wrong !== undefined) throw new Error(`The log did not take an event of an episode: ${JSON.stringify(wrong)}`);
    await markRecorded(sql, episode.episode_id, { begin, end });
  }
}

async function flush({ sql, counters }: WatchOptions): Promise<void> {
  const activity = counters.drain();
  if (activity.length === 0) return;
  try {
    await noteSourceActivity(sql, activity);
  } catch (failure) {
    counters.restore(activity);
    throw failure;
  }
}

/** One round of the watch: what was counted is kept, then judged, then told. */
export async function watchOnce(options: WatchOptions, round: number): Promise<void> {
  await flush(options);
  const edges = [
    ...(await lagEdges(options)),
    ...(round % judgeSourcesEvery === 0 ? await sourceEdges(options) : []),
    ...(round % judgeStorageEvery === 0 ? await storageEdges(options) : []),
  ];
  await applyEdges(options, edges);
  await recordEpisodes(options);
  if (round % forgetEvery === 0) await forgetOldActivity(options.sql);
}

/**
 * Watches sources and consumers from a process that takes events. Any number of processes may do so: what
 * they count is added up in the database, and of an episode there is one open row, whoever saw it first.
 */
export function startWatch(options: WatchOptions): { stop(): Promise<void> } {
  const stop = new AbortController();
  let failing = false;
  const run = async (): Promise<void> => {
    for (let round = 0; !stop.signal.aborted; round++) {
      try {
        await watchOnce(options, round);
        failing = false;
      } catch (failure) {
        // Once per outage, and not once a second.
        if (!failing) options.observer.failed(failure);
        failing = true;
      }
      await pause(everyMs, stop.signal);
    }
    await flush(options).catch((failure: unknown) => options.observer.failed(failure));
  };
  const running = run();
  return {
    async stop() {
      stop.abort();
      await running;
    },
  };
}
