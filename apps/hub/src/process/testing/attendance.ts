import type { Aggregator, DeadlineAware } from '@activity-hub/contracts/plugin/aggregator';
import { z } from 'zod';

export type AttendanceState = { readonly seen: number; readonly latest: string | null; readonly missed: number };

const dayMs = 86_400_000;

/**
 * A plugin for specs: counts events per person, says so at every third, and notices a day without any.
 * Small enough to know its answers by heart, and it uses everything a host offers.
 */
export const attendance: Aggregator<unknown, AttendanceState> & DeadlineAware<unknown, AttendanceState> = {
  manifest: {
    id: 'attendance',
    version: '1.0.0',
    kind: 'aggregator',
    hub: '^0.1.0',
    title: { en: 'Attendance', ru: 'Посещаемость' },
    description: { en: 'For specs.', ru: 'Для тестов.' },
    config: z.strictObject({}),
    topics: ['activity.**'],
    scope: 'stream',
    windows: ['all', 'daily'],
    emits: ['activity.milestone.reached', 'activity.inactivity.detected'],
  },
  keyOf: (event) => event.user_id ?? undefined,
  initialState: () => ({ seen: 0, latest: null, missed: 0 }),
  apply: (state, event) => ({
    ...state,
    seen: state.seen + 1,
    latest: state.latest === null || event.timestamp > state.latest ? event.timestamp : state.latest,
  }),
  deadlineOf: ({ latest }) => (latest === null ? undefined : new Date(Date.parse(latest) + dayMs).toISOString()),
  onDeadline: (state) => ({ ...state, latest: null, missed: state.missed + 1 }),
  emit(previous, next, cause, _config, window) {
    if (window.kind !== 'all') return { view: { seen: next.seen } };
    if (cause.kind === 'deadline') {
      return {
        derived: [{ event_type: 'activity.inactivity.detected', subject: 'day', payload: { missed: next.missed } }],
      };
    }
    const metrics = [{ metric: 'attendance.seen', value: next.seen }];
    if (next.seen % 3 !== 0 || previous.seen === next.seen) return { metrics };
    return {
      metrics,
      derived: [
        {
          event_type: 'activity.milestone.reached',
          subject: `${next.seen}`,
          payload: { milestone: 'seen', value: next.seen },
        },
      ],
    };
  },
};
