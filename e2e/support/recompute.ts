import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

/*
 * Scores and streaks of a person, worked out from a file of events in the most literal way: no window
 * states, no spans, no code and no weights of the plugins. It exists to disagree with them.
 */

export interface SourceEvent {
  readonly event_id?: string;
  readonly event_type: string;
  readonly timestamp: string;
  readonly user_id?: string | null;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly metadata?: { readonly time_zone?: string } | null;
}

export interface RecomputedScore {
  readonly start: string;
  readonly score: number;
  readonly events: number;
  readonly counts: Record<string, number>;
}

export interface RecomputedSpan {
  readonly start: string;
  readonly end: string;
  readonly count: number;
}

export interface RecomputedStreak {
  readonly start: string;
  readonly last: string;
  readonly count: number;
  readonly best: number;
  /** Newest first. */
  readonly spans: readonly RecomputedSpan[];
}

export interface RecomputedUser {
  /** Oldest first. */
  readonly scores: Readonly<Record<'hourly' | 'daily' | 'weekly' | 'monthly', readonly RecomputedScore[]>>;
  readonly streaks: Readonly<Record<'daily' | 'weekly', RecomputedStreak | undefined>>;
}

/** Thousandths of a point, copied from the README's promise and not from the code. Other types are an error. */
const thousandths: Readonly<Record<string, number>> = {
  'activity.learning.content_viewed': 200,
  'activity.learning.course_registered': 2_000,
  'activity.learning.quiz_attempted': 2_000,
  'activity.learning.assessment_submitted': 4_000,
  'activity.learning.test_passed': 5_000,
  'activity.learning.test_failed': 1_000,
  'activity.learning.completed': 10_000,
  'activity.learning.course_failed': 0,
  'activity.learning.course_withdrawn': 0,
  'activity.learning.course_completed': 10_000,
  'activity.learning.lesson_completed': 3_000,
  'activity.work.task_completed': 5_000,
  'activity.learning.course_started': 2_000,
  'activity.work.task_started': 1_000,
  'activity.work.artifact_created': 5_000,
  'activity.work.completed': 10_000,
  'activity.work.reverted': 0,
  'activity.social.forum_visited': 200,
  'activity.social.posted': 3_000,
  'activity.social.commented': 2_000,
  'activity.social.collaborated': 2_000,
  'activity.social.peer_review_submitted': 5_000,
  'activity.economic.earned': 1_000,
  'activity.economic.spent': 500,
};

/** The events of an NDJSON file, plain or gzip. */
export async function readSourceEvents(file: string): Promise<SourceEvent[]> {
  const bytes = await readFile(file);
  const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as SourceEvent);
}

/** @param hubZone the zone of events that name none */
export function recomputeUser(events: readonly SourceEvent[], userId: string, hubZone = 'UTC'): RecomputedUser {
  const own = events
    .filter((event) => event.user_id?.toLowerCase() === userId.toLowerCase())
    .map((event) => ({ ...event, local: localTime(event.timestamp, event.metadata?.time_zone ?? hubZone) }));
  const scores = {
    hourly: scoreBy(own, ({ local }) => `${local.day}T${local.hour}${local.offset}`),
    daily: scoreBy(own, ({ local }) => local.day),
    weekly: scoreBy(own, ({ local }) => mondayBefore(local.day)),
    monthly: scoreBy(own, ({ local }) => `${local.day.slice(0, 7)}-01`),
  };
  const active = own.filter((event) => !event.event_type.startsWith('activity.system.')).map(({ local }) => local.day);
  return {
    scores,
    streaks: { daily: streakOf(new Set(active), 1), weekly: streakOf(new Set(active.map(mondayBefore)), 7) },
  };
}

export interface LocalTime {
  readonly day: string;
  readonly hour: string;
  readonly offset: string;
}

export function localTime(timestamp: string, zone: string): LocalTime {
  const instant = new Date(timestamp);
  const text = instant.toISOString();
  if (zone === 'UTC') return { day: text.slice(0, 10), hour: text.slice(11, 13), offset: '+00:00' };
  // Swedish writes dates as ISO does: 2026-11-23 14:05.
  const [day = '', clock = ''] = instant.toLocaleString('sv-SE', { timeZone: zone }).split(' ');
  const named = instant.toLocaleString('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).split('GMT')[1] ?? '';
  return { day, hour: clock.slice(0, 2), offset: named === '' ? '+00:00' : named };
}

export function mondayBefore(day: string): string {
  const sinceMonday = (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;
  return shifted(day, -sinceMonday);
}

export function shifted(day: string, days: number): string {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

function scoreBy<Event extends SourceEvent>(
  events: readonly Event[],
  startOf: (event: Event) => string,
): RecomputedScore[] {
  const windows = Map.groupBy(events, startOf);
  return [...windows.keys()]
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((start) => {
      const inside = windows.get(start) ?? [];
      const counts: Record<string, number> = {};
      let sum = 0;
      for (const { event_type } of inside) {
        const weight = thousandths[event_type];
        if (weight === undefined) throw new Error(`recompute.ts knows no weight of ${event_type}: add it.`);
        sum += weight;
        counts[event_type] = (counts[event_type] ?? 0) + 1;
      }
      return { start, score: sum / 1_000, events: inside.length, counts };
    });
}

/** `step` days lie between one active period and the next. */
function streakOf(active: ReadonlySet<string>, step: number): RecomputedStreak | undefined {
  const spans: RecomputedSpan[] = [];
  for (const start of active) {
    if (active.has(shifted(start, -step))) continue;
    let [end, count] = [start, 1];
    while (active.has(shifted(end, step))) [end, count] = [shifted(end, step), count + 1];
    spans.push({ start, end, count });
  }
  spans.sort((a, b) => (a.start < b.start ? 1 : -1));
  const [newest] = spans;
  if (newest === undefined) return undefined;
  const best = Math.max(...spans.map((span) => span.count));
  return { start: newest.start, last: newest.end, count: newest.count, best, spans };
}
