import type { LaneEvent } from './event-store.ts';
import { instantOfJson } from './instant-of-json.ts';
import { type RecordedEventRow, recordedEventOf } from './recorded-event-row.ts';

type Column = Exclude<keyof RecordedEventRow, 'lane'>;

/** Events of a lane in order as `read_lanes` answers them: of each column an array. */
export type LaneColumns = { readonly [Name in Column]: readonly RecordedEventRow[Name][] };

/** Looks each column up once: the client makes rows of so many columns as hash tables. */
export function eventsOfColumns(lane: number, columns: LaneColumns): LaneEvent[] {
  const { event_id, event_type, event_version, source_system, user_id, session_id, causation_id, correlation_id } =
    columns;
  const { occurred_at, sent_at, origin, time_zone, day, payload, metadata, context } = columns;
  const recorded_at = columns.recorded_at.map(repeatedInstants());
  const received_at = columns.received_at.map(repeatedInstants());
  return columns.offset.map((offset, at) => ({
    offset,
    event: recordedEventOf({
      lane,
      offset,
      recorded_at: recorded_at[at],
      occurred_at: instantOfJson(occurred_at[at] as string),
      received_at: received_at[at],
      sent_at: nullableInstant(sent_at[at] as string | null),
      event_id: event_id[at],
      event_type: event_type[at],
      event_version: event_version[at],
      source_system: source_system[at],
      user_id: user_id[at],
      session_id: session_id[at],
      causation_id: causation_id[at],
      correlation_id: correlation_id[at],
      origin: origin[at],
      time_zone: time_zone[at],
      day: day[at],
      payload: payload[at],
      metadata: metadata[at],
      context: context[at],
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
