import { createReadStream, existsSync } from 'node:fs';
import { eventPage, markedEvent } from '@activity-hub/contracts/activity/event-search';
import { dayIn, isTimeZone } from '@activity-hub/contracts/calendar';
import { type ActivityEvent, activityEvent, type RecordedEvent } from '@activity-hub/contracts/event';
import { compareOccurred } from '@activity-hub/contracts/occurred-order';
import { topicMatches } from '@activity-hub/contracts/topic';
import type { z } from 'zod';
import { askHub } from '../ask-hub.ts';
import { hubKey } from '../hub-key.ts';
import { readLines } from '../ingest/read-lines.ts';

export interface TrialSpan {
  readonly topics: readonly string[];
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly user: string | undefined;
  /** At most so many events, the newest. */
  readonly limit: number;
}

export interface TrialEvents {
  /** In the order of (timestamp, event_id). */
  readonly events: readonly RecordedEvent[];
  /** What a person has to know of how they were found. */
  readonly notices: readonly string[];
}

const pageSize = 500;
/** Each stands at the time of the event it takes back. A file may tell by them what counts no more. */
const corrections = 'activity.correction.*';
/** A file may hold events without the mark: of the stream, or as they were sent. */
const readEvent = markedEvent.partial({ correction: true });
type ReadEvent = z.infer<typeof readEvent>;

/** Reads past events from a running hub, newest first as its API gives them, and turns them round. */
export async function eventsOfHub(
  hub: string,
  { topics, from, to, user, limit }: TrialSpan,
  onRead: (events: number) => void,
): Promise<TrialEvents> {
  const found = new Map<string, ReadEvent>();
  const notices = new Set<string>();
  const key = hubKey(process.env, hub);
  for (const type of topics) {
    let cursor: string | null = '';
    for (let read = 0; cursor !== null && read < limit; ) {
      const asked = { type, from, to, user_id: user, cursor, limit: String(Math.min(pageSize, limit - read)) };
      const query = new URLSearchParams(Object.entries(asked).filter((pair): pair is [string, string] => !!pair[1]));
      const page = await askHub({ hub, key, method: 'GET', path: `/activity/events?${query.toString()}` }, eventPage);
      for (const event of page.items) found.set(event.event_id, event);
      if (page.notice !== null) notices.add(page.notice.detail);
      read += page.items.length;
      cursor = page.next_cursor;
      onRead(found.size);
    }
  }
  return cut([...found.values()], topics, limit, notices);
}

/** Reads events from a file: as they were sent, or as the hub gives them; one per line, packed or not. */
export async function eventsOfFile(
  file: string,
  span: TrialSpan,
  onRead: (events: number) => void,
): Promise<TrialEvents> {
  const found: ReadEvent[] = [];
  const [fromMs, toMs] = [Date.parse(span.from ?? '0000-01-01'), Date.parse(span.to ?? '9999-12-31')];
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  for await (const { lines } of readLines(createReadStream(file))) {
    for (const { number, bytes } of lines) {
      const event = eventOfLine(bytes, number);
      const at = Date.parse(event.timestamp);
      const asked = at >= fromMs && at < toMs && (span.user === undefined || event.user_id === span.user);
      if (asked && [...span.topics, corrections].some((topic) => topicMatches(topic, event.event_type)))
        found.push(event);
    }
    onRead(found.length);
  }
  return cut(found, span.topics, span.limit, new Set());
}

/** Without those that were taken back, as the hub counts them no more, and without the mark, which plugins do not know. */
function cut(
  read: readonly ReadEvent[],
  topics: readonly string[],
  limit: number,
  notices: ReadonlySet<string>,
): TrialEvents {
  const takenBack = new Set(
    read.flatMap(({ event_type, payload }) => (topicMatches(corrections, event_type) ? [payload['event_id']] : [])),
  );
  const counts = ({ event_id, correction = null }: ReadEvent) => correction === null && !takenBack.has(event_id);
  const events = read.filter((event) => counts(event) && topics.some((topic) => topicMatches(topic, event.event_type)));
  const ordered = events.map(withoutMark).sort(compareOccurred);
  const reached = ordered.length >= limit ? [`Only the newest ${limit} events were read; --limit reads more.`] : [];
  const none = ordered.length === 0 ? [`There are no events of ${topics.join(', ')} in what was asked for.`] : [];
  return { events: ordered.slice(-limit), notices: [...notices, ...reached, ...none] };
}

function withoutMark(read: ReadEvent): RecordedEvent {
  const { correction: _, ...event } = read;
  return event;
}

function eventOfLine(bytes: Buffer, number: number): ReadEvent {
  try {
    const value = JSON.parse(bytes.toString('utf8')) as object;
    return 'recorded_at' in value ? readEvent.parse(value) : recordedOf(activityEvent.parse(value), number);
  } catch {
    throw new Error(`Line ${number} is no event. plugin try reads NDJSON: one event per line.`);
  }
}

/** A sent event as the hub would record it, had it come in time. */
function recordedOf(sent: ActivityEvent, line: number): RecordedEvent {
  const timestamp = new Date(sent.timestamp).toISOString();
  const told = sent.metadata?.time_zone;
  const zone = typeof told === 'string' && isTimeZone(told) ? told : 'UTC';
  return {
    event_id: sent.event_id,
    event_type: sent.event_type,
    event_version: sent.event_version,
    timestamp,
    source_system: sent.source_system ?? 'file',
    user_id: sent.user_id ?? null,
    session_id: sent.session_id ?? null,
    causation_id: sent.causation_id ?? null,
    correlation_id: sent.correlation_id ?? null,
    payload: sent.payload as RecordedEvent['payload'],
    metadata: (sent.metadata ?? {}) as RecordedEvent['metadata'],
    origin: 'producer',
    time_zone: zone,
    day: dayIn(zone, Date.parse(timestamp)),
    context: {},
    sent_at: null,
    received_at: timestamp,
    recorded_at: timestamp,
    position: `line ${line}`,
  };
}
