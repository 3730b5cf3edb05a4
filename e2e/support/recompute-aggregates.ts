import { localTime, mondayBefore, type SourceEvent, shifted } from './recompute.ts';

/*
 * What the shipped aggregators must show of one person, worked out from all of their events at once in the most
 * literal way, by the promises of the READMEs: no state, no fold, no code of the plugins.
 */

/** By the kind and start of a window, as `daily 2026-05-04`. */
export type RecomputedWindows = Readonly<Record<string, unknown>>;

interface Own extends SourceEvent {
  /** The type without its prefix. */
  readonly name: string;
  readonly local: ReturnType<typeof localTime>;
}

type Period = 'all' | 'hourly' | 'daily' | 'weekly' | 'monthly';
const startOf: Readonly<Record<Period, (event: Own) => string>> = {
  all: () => '',
  hourly: ({ local }) => `${local.day}T${local.hour}${local.offset}`,
  daily: ({ local }) => local.day,
  weekly: ({ local }) => mondayBefore(local.day),
  monthly: ({ local }) => `${local.day.slice(0, 7)}-01`,
};

/** @param events of one person only */
export function recomputeAggregates(events: readonly SourceEvent[], hubZone = 'UTC') {
  const own = events
    .map((event) => ({
      ...event,
      name: event.event_type.slice('activity.'.length),
      local: localTime(event.timestamp, event.metadata?.time_zone ?? hubZone),
    }))
    .toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  return {
    counts: windows(own, ['hourly', 'daily', 'weekly', 'monthly'], (inside) => ({
      events: inside.length,
      types: tally(inside.map((event) => event.event_type)),
    })),
    'failure-rate': windows(own.filter(isOutcome), ['hourly', 'daily', 'weekly'], failures),
    'completion-rate': windows(own.filter(isStep), ['all', 'monthly'], completions),
    velocity: {
      ...windows(own.filter(isDone), ['all'], averages),
      ...windows(own.filter(isDone), ['daily', 'weekly'], doneIn),
    },
    quality: windows(
      own.filter((event) => scoreOf(event) !== undefined),
      ['all'],
      quality,
    ),
    engagement: windows(own, ['all'], engagement),
  } satisfies Record<string, RecomputedWindows>;
}

function orderOf({ timestamp, event_id }: SourceEvent): string {
  return `${new Date(timestamp).toISOString()} ${event_id}`;
}

function windows(
  events: readonly Own[],
  periods: readonly Period[],
  show: (inside: readonly Own[]) => unknown,
): RecomputedWindows {
  const shown: Record<string, unknown> = {};
  for (const period of periods) {
    for (const [start, inside] of Map.groupBy(events, startOf[period])) shown[`${period} ${start}`] = show(inside);
  }
  return shown;
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function decimals(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

const failed: Record<string, string> = {
  'system.login_failed': 'login',
  'system.error_occurred': 'error',
  'learning.test_failed': 'test',
  'learning.course_failed': 'course',
  'work.task_failed': 'task',
  'work.rejected': 'work',
  'work.reverted': 'work',
  'economic.payment_failed': 'payment',
};
const succeeded: Record<string, string> = {
  'system.user_logged_in': 'login',
  'learning.test_passed': 'test',
  'learning.course_completed': 'course',
  'learning.completed': 'course',
  'work.task_completed': 'task',
  'work.accepted': 'work',
  'work.completed': 'work',
  'economic.payment_received': 'payment',
};

function isOutcome({ name, payload, user_id }: Own): boolean {
  const byAnother = payload?.['reverts_user_id'] != null && payload['reverts_user_id'] !== user_id;
  return (name in failed || name in succeeded) && !byAnother;
}

function failures(events: readonly Own[]) {
  const rate = (inside: readonly Own[]) => {
    const bad = inside.filter(({ name }) => name in failed).length;
    return { failed: bad, succeeded: inside.length - bad, rate: decimals(bad / inside.length) };
  };
  const kinds = Map.groupBy(events, ({ name }) => failed[name] ?? succeeded[name] ?? '');
  return { ...rate(events), kinds: Object.fromEntries([...kinds].map(([kind, inside]) => [kind, rate(inside)])) };
}

const steps: Record<string, { started: string[]; completed: string[]; failed: string[]; id: string[] }> = {
  course: {
    started: ['learning.course_registered', 'learning.course_started', 'learning.started'],
    completed: ['learning.course_completed', 'learning.completed'],
    failed: ['learning.course_failed', 'learning.course_withdrawn'],
    id: ['course_id', 'program_id'],
  },
  lesson: {
    started: ['learning.lesson_started'],
    completed: ['learning.lesson_completed'],
    failed: [],
    id: ['lesson_id'],
  },
  task: {
    started: ['work.task_started'],
    completed: ['work.task_completed'],
    failed: ['work.task_failed'],
    id: ['task_id'],
  },
  work: { started: ['work.started'], completed: ['work.completed'], failed: [], id: ['work_id'] },
};

function thingOf({ name, payload }: Own) {
  for (const [kind, { started, completed, failed: lost, id }] of Object.entries(steps)) {
    const ids = id.map((field) => payload?.[field]).filter((value) => typeof value === 'string');
    if ([...started, ...completed, ...lost].includes(name) && ids[0] !== undefined) return { kind, id: ids[0] };
  }
  return undefined;
}

function isStep(event: Own): boolean {
  return thingOf(event) !== undefined;
}

function completions(events: readonly Own[]) {
  const figures = (inside: readonly Own[]) => {
    const idsWith = (what: 'completed' | 'failed') =>
      new Set(
        inside
          .filter((event) => steps[thingOf(event)?.kind ?? '']?.[what].includes(event.name))
          .map((event) => JSON.stringify(thingOf(event))),
      );
    const all = new Set(inside.map((event) => JSON.stringify(thingOf(event))));
    const done = idsWith('completed');
    const lost = [...idsWith('failed')].filter((id) => !done.has(id)).length;
    const open = all.size - done.size - lost;
    return { started: all.size, completed: done.size, failed: lost, open, rate: decimals(done.size / all.size) };
  };
  const kinds = Map.groupBy(events, (event) => thingOf(event)?.kind ?? '');
  return { ...figures(events), kinds: Object.fromEntries([...kinds].map(([kind, inside]) => [kind, figures(inside)])) };
}

const doneTypes = {
  lessons: 'learning.lesson_completed',
  tests: 'learning.test_passed',
  tasks: 'work.task_completed',
  works: 'work.completed',
};

function isDone({ name }: Own): boolean {
  return Object.values(doneTypes).includes(name);
}

function doneIn(events: readonly Own[]) {
  const number = (wanted: string) => events.filter(({ name }) => name === wanted).length;
  return {
    lessons: number(doneTypes.lessons),
    tests: number(doneTypes.tests),
    tasks: number(doneTypes.tasks),
    works: number(doneTypes.works),
  };
}

function averages(events: readonly Own[]) {
  const last =
    events
      .map(({ local }) => local.day)
      .sort()
      .at(-1) ?? '';
  const since = (first: string) => doneIn(events.filter(({ local }) => local.day >= first));
  const [week, month] = [since(shifted(last, -6)), since(shifted(last, -27))];
  return {
    as_of: last,
    lessons_per_day: decimals(week.lessons / 7),
    tests_per_day: decimals(week.tests / 7),
    tasks_per_week: decimals(month.tasks / 4),
    works_per_week: decimals(month.works / 4),
  };
}

const scored = 'completed course_completed course_failed lesson_completed quiz_attempted assessment_submitted'
  .concat(' test_passed test_failed')
  .split(' ')
  .map((name) => `learning.${name}`);
const rated = ['work.completed', 'work.task_completed', 'work.accepted'];

function scoreOf({ name, payload }: Own): number | undefined {
  const [score, best, rating] = [payload?.['score'], payload?.['max_score'], payload?.['quality']];
  const within = (value: number): number => Math.max(0, Math.min(1, value));
  if (rated.includes(name) && typeof rating === 'number') return within(rating);
  if (!scored.includes(name) || typeof score !== 'number') return undefined;
  return within(score / (typeof best === 'number' && best > 0 ? best : 100));
}

/** The weighted mean as one sum: the share of each score shrinks with every score that comes after it. */
function quality(events: readonly Own[]) {
  const scores = events.map((event) => scoreOf(event) ?? Number.NaN);
  const mean = (share: number): number =>
    scores.reduce((sum, score, at) => {
      const after = (1 - share) ** (scores.length - 1 - at);
      return sum + score * after * (at === 0 ? 1 : share);
    }, 0);
  const change = decimals(mean(0.6) - mean(0.3));
  const trend = Math.abs(change) < 0.05 ? 'steady' : change > 0 ? 'rising' : 'falling';
  return {
    scores: scores.length,
    quality: decimals(mean(0.3)),
    trend,
    change,
    recent: scores.slice(-20).map(decimals),
  };
}

const levels = ['churned', 'low', 'moderate', 'active'];

/** Looks at every day that ended before the last one, from the first active day on. */
function engagement(events: readonly Own[]) {
  const active = new Set(events.filter(({ name }) => !name.startsWith('system.')).map(({ local }) => local.day));
  const sorted = [...active].sort();
  const [first = '', last = ''] = [sorted[0], sorted.at(-1)];
  const activeUntil = (day: string): number => {
    const before = shifted(day, -28);
    return sorted.filter((one) => one > before && one <= day).length;
  };
  let [level, since, silent, waited, wanted] = [1, first, 0, 0, 1];
  for (let day = first; day < last; day = shifted(day, 1)) {
    silent = active.has(day) ? 0 : silent + 1;
    const before = wanted;
    wanted = levelFor(level, activeUntil(day), silent);
    if (wanted === level) waited = 0;
    else waited = Math.sign(wanted - level) === Math.sign(before - level) ? waited + 1 : 1;
    if (waited === 2 || (waited > 0 && wanted === 0)) [level, since, waited] = [wanted, day, 0];
  }
  return {
    level: levels[level],
    since,
    candidate: waited === 0 ? null : levels[wanted],
    as_of: last,
    active_days: activeUntil(last),
    window_days: 28,
    last_active: last,
  };
}

function levelFor(level: number, days: number, silent: number): number {
  if (silent >= 28) return 0;
  if (days >= 12 || (level === 3 && days >= 8)) return 3;
  return days >= 5 || (level >= 2 && days >= 3) ? 2 : 1;
}
