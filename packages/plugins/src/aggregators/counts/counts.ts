import type { EventOutline } from '@activity-hub/contracts/event-outline';
import type { Aggregator } from '@activity-hub/contracts/plugin/aggregator';
import { z } from 'zod';
import { type TypeCounts, withEvent } from '../../type-counts.ts';

const config = z.strictObject({});
export type CountsConfig = z.infer<typeof config>;

export type CountsState = { readonly events: number; readonly types: TypeCounts };

/** How many events of each type a person has, per hour, day, week and month. */
export const counts: Aggregator<CountsConfig, CountsState> = {
  manifest: {
    id: 'counts',
    version: '1.0.0',
    kind: 'aggregator',
    hub: '^0.1.0',
    title: { en: 'Event counts', ru: 'Число событий' },
    description: {
      en: 'Counts events by type, per person and hour, day, week and month.',
      ru: 'Считает события участника по типам за час, день, неделю и месяц.',
    },
    config,
    topics: [
      'activity.learning.**',
      'activity.work.**',
      'activity.social.**',
      'activity.economic.**',
      'activity.system.**',
    ],
    scope: 'stream',
    windows: ['hourly', 'daily', 'weekly', 'monthly'],
    order: 'any',
    reads: 'outline',
    emits: [],
  },
  keyOf: (event: EventOutline) => event.user_id ?? undefined,
  initialState: () => ({ events: 0, types: {} }),
  apply: ({ events, types }, event: EventOutline) => ({
    events: events + 1,
    types: withEvent(types, event.event_type),
  }),
  emit: () => ({}),
};
