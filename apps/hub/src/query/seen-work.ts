import type { HeldTrace, SeenWork, WorkSummary, WorkTrace } from '@activity-hub/contracts/activity/work-trace';
import { type Sight, sees } from '@activity-hub/db/queries/sight';

/** Anything of a trace that an event brought. */
interface Told {
  readonly event_id: string | null;
  readonly user_id: string | null;
}

/**
 * A work at a glance for one viewer: of persons out of sight it tells how many there are. Here nothing says whose
 * event a gap is about, so only who sees everybody is led to it.
 */
export function seenWork<Work extends WorkSummary>(work: Work, sight: Sight): Work & SeenWork {
  const userIds = work.user_ids.filter((userId) => sees(sight, userId));
  const gaps = sight === 'everybody' ? work.gaps : work.gaps.map((gap) => ({ ...gap, event_id: null }));
  return { ...work, gaps, user_ids: userIds, hidden_users: work.user_ids.length - userIds.length };
}

/** A trace for one viewer: what persons out of sight did is told by kind and time only, and leads nowhere. */
export function seenTrace(trace: HeldTrace, sight: Sight): Omit<WorkTrace, 'children' | 'freshness'> {
  if (sight === 'everybody') return seenWork(trace, sight);
  const isSeen = (told: Told): boolean => sees(sight, told.user_id);
  const hide = <Item extends Told>(items: readonly Item[]): Item[] =>
    items.map((item) => (isSeen(item) ? item : { ...item, event_id: null, user_id: null }));
  const told: readonly Told[] = [...trace.entries, ...trace.artifacts, ...trace.evidence];
  const seenEvents = new Set(told.filter(isSeen).map((item) => item.event_id));
  const led = <Item extends Pick<Told, 'event_id'>>(item: Item): Item =>
    seenEvents.has(item.event_id) ? item : { ...item, event_id: null };
  return {
    ...seenWork(trace, sight),
    gaps: trace.gaps.map(led),
    statuses: trace.statuses.map(led),
    submission: trace.submission === null ? null : led(trace.submission),
    artifacts: hide(trace.artifacts),
    evidence: hide(trace.evidence),
    metrics: hide(trace.metrics),
    entries: hide(trace.entries),
  };
}
