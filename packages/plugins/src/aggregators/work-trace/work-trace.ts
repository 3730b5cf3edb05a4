import type { HeldTrace } from '@activity-hub/contracts/activity/work-trace';
import type { Aggregator, DerivedEvent } from '@activity-hub/contracts/plugin/aggregator';
import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { z } from 'zod';
import { emptyTrace, withEvent } from './trace.ts';
import { workKeyOf } from './work-key.ts';
import { isEnd } from './work-status.ts';

const config = z.strictObject({
  entries: z
    .int()
    .min(10)
    .max(2_000)
    .default(1_000)
    .meta(
      shownAs({
        en: ['Named events', 'How many of its newest events a trace names one by one. All of them are counted.'],
        ru: ['Названные события', 'Сколько последних событий трасса называет по одному. Посчитаны в ней все.'],
      }),
    ),
});
export type WorkTraceConfig = z.infer<typeof config>;

/** Joins what belongs to one work, across persons and subsystems, and issues the trace when the work is completed. */
export const workTrace: Aggregator<WorkTraceConfig, HeldTrace> = {
  manifest: {
    id: 'work-trace',
    version: '1.0.0',
    kind: 'aggregator',
    hub: '^0.1.0',
    title: { en: 'Work traces', ru: 'Трассы работ' },
    description: {
      en: 'The events of each work with its artifacts, their evidence, its metrics and its status.',
      ru: 'События каждой работы: её артефакты, их доказательства, метрики и статус.',
    },
    config,
    topics: [
      'activity.work.**',
      'activity.social.**',
      'activity.learning.**',
      'activity.economic.**',
      'activity.system.**',
    ],
    scope: 'custom',
    windows: ['all'],
    order: 'occurred',
    emits: ['activity.trace.issued', 'activity.trace.reissued'],
  },

  keyOf: workKeyOf,

  initialState: () => emptyTrace,

  apply: (state, event, { entries }) => withEvent(state, event, entries),

  emit(previous, next) {
    const isIssued = next.version > previous.version && isEnd(next.status);
    return isIssued ? { derived: [issueOf(next)] } : {};
  },
};

/**
 * The subject holds the number of events too: two events of one instant in two lanes may be joined in either order,
 * and an issue that lacks one of them must not have the name of the one that has both.
 */
function issueOf(trace: HeldTrace): DerivedEvent {
  const { work_id, version, status, started_at, ended_at, counts, gaps, late_events } = trace;
  const { events, artifacts, evidence, metrics } = counts;
  return {
    event_type: `activity.trace.${version === 1 ? 'issued' : 'reissued'}`,
    subject: `${version}:${events}`,
    payload: {
      work_id,
      version,
      status,
      started_at,
      ended_at,
      events,
      artifacts,
      evidence,
      metrics,
      gaps: gaps.length,
      late_events,
    },
  };
}
