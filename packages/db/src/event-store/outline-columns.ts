import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { LaneColumns } from './lane-columns.ts';

type Said = RecordedEvent['payload'];

/** Events of a lane in order as `read_lane_outlines` answers them; metadata only of what the hub wrote itself. */
export type OutlineColumns = Omit<
  LaneColumns,
  'received_at' | 'sent_at' | 'event_version' | 'source_system' | 'causation_id' | 'payload' | 'metadata' | 'context'
> & {
  readonly payload: readonly (Said | null)[];
  readonly metadata: readonly (Said | null)[];
};

/** Shared by all: nobody changes an event. */
const nothing: Said = Object.freeze({});
const orNothing = (said: Said | null): Said => said ?? nothing;

/** The columns of events that say nothing beyond that. */
export function saysNothingMore({ payload, metadata, ...columns }: OutlineColumns): LaneColumns {
  const nulls = payload.map(() => null);
  const blanks = payload.map(() => '');
  return {
    ...columns,
    received_at: blanks,
    sent_at: nulls,
    event_version: blanks,
    source_system: blanks,
    causation_id: nulls,
    payload: payload.map(orNothing),
    metadata: metadata.map(orNothing),
    context: payload.map(() => nothing),
  };
}
