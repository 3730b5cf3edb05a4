import type { WorkTrace } from '@activity-hub/contracts/activity/work-trace';

export const traceLanes = ['events', 'artifacts', 'evidence', 'metrics'] as const;
export type TraceLane = (typeof traceLanes)[number];

/** One thing on the time line. */
export interface TraceMark {
  readonly lane: TraceLane;
  /** Sets marks of one lane apart. */
  readonly key: string;
  /** What a person reads; of events the type. */
  readonly name: string;
  readonly eventId: string | null;
  readonly at: string;
}

/** What happened within one minute, and how long nothing had happened before. */
export interface TraceMoment {
  readonly at: string;
  /** Milliseconds without anything, where they are shown as a gap; else 0. */
  readonly idleMs: number;
  readonly marks: readonly TraceMark[];
}

const minuteMs = 60_000;
/** Shorter pauses belong to working. */
const idleMs = 4 * 60 * minuteMs;

export function marksOf({ entries, artifacts, evidence, metrics }: WorkTrace): readonly TraceMark[] {
  const marks: TraceMark[] = [
    ...entries.map((entry, index) => mark('events', index, entry.event_type, entry)),
    ...artifacts.map((one, index) => mark('artifacts', index, one.artifact_id ?? one.artifact_type ?? '#', one)),
    ...evidence.map((one, index) => mark('evidence', index, one.evidence_id, one)),
    ...metrics.map((one, index) => mark('metrics', index, `${one.metric} ${one.value}`, one)),
  ];
  return marks.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function mark(
  lane: TraceLane,
  index: number,
  name: string,
  { event_id, at }: { readonly event_id: string | null; readonly at: string },
): TraceMark {
  return { lane, key: `${lane}-${index}`, name, eventId: event_id, at };
}

/** The marks by the minute, oldest first, idle time folded into one step each; the newest `limit` moments. */
export function momentsOf(marks: readonly TraceMark[], limit: number): readonly TraceMoment[] {
  const moments: { at: string; idleMs: number; marks: TraceMark[] }[] = [];
  for (const one of marks) {
    const last = moments.at(-1);
    if (last !== undefined && minuteOf(last.at) === minuteOf(one.at)) last.marks.push(one);
    else moments.push({ at: one.at, idleMs: last === undefined ? 0 : idleBetween(last.at, one.at), marks: [one] });
  }
  return moments.slice(-limit);
}

function minuteOf(at: string): number {
  return Math.floor(Date.parse(at) / minuteMs);
}

function idleBetween(from: string, to: string): number {
  const between = Date.parse(to) - Date.parse(from);
  return between > idleMs ? between : 0;
}
