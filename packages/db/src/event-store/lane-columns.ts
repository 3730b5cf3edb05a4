import type { LaneEvent } from './event-store.ts';
import { instantOfJson } from './instant-of-json.ts';
import { type RecordedEventRow, recordedEventOf } from './recorded-event-row.ts';

type Column = Exclude<keyof RecordedEventRow, 'lane'>;

/** Events of a lane in order as `read_lane` answers them: of each column an array. */
export type LaneColumns = { readonly lane: number } & {
  readonly [Name in Column]: readonly RecordedEventRow[Name][];
};

export function eventsOfColumns(columns: LaneColumns): LaneEvent[] {
  const recorded = repeatedInstants();
  const received = repeatedInstants();
  return columns.offset.map((offset, at) => ({
    offset,
    event: recordedEventOf({
      lane: columns.lane,
      offset,
      recorded_at: recorded(columns.recorded_at[at] as string),
      occurred_at: instantOfJson(columns.occurred_at[at] as string),
      received_at: received(columns.received_at[at] as string),
      sent_at: nullableInstant(columns.sent_at[at] as string | null),
      event_id: columns.event_id[at],
      event_type: columns.event_type[at],
      event_version: columns.event_version[at],
      source_system: columns.source_system[at],
      user_id: columns.user_id[at],
      session_id: columns.session_id[at],
      causation_id: columns.causation_id[at],
      correlation_id: columns.correlation_id[at],
      origin: columns.origin[at],
      time_zone: columns.time_zone[at],
      day: columns.day[at],
      payload: columns.payload[at],
      metadata: columns.metadata[at],
      context: columns.context[at],
    } as RecordedEventRow),
  }));
}

function nullableInstant(text: string | null): string | null {
  return text === null ? null : instantOfJson(text);
}

/** Events that were appended together were recorded, and mostly received, together. */
function repeatedInstants(): (text: string) => string {
  let last = '';
  let instant = '';
  return (text) => {
    if (text === last) return instant;
    last = text;
    instant = instantOfJson(text);
    return instant;
  };
}
