import type { StreamedFrame, StreamQuery } from '../dispatch/stream.ts';

/** What the procedure that follows the log needs of a hub. */
export interface StreamPorts {
  /**
   * Begins with a heartbeat, so that whoever follows knows a place before anything happens. It returns only when
   * the signal is aborted.
   * @throws HubError forbidden, invalid_filter, invalid_cursor, overloaded; shutting_down: go on from the last cursor
   */
  follow(query: StreamQuery, signal: AbortSignal): AsyncIterable<StreamedFrame>;
}
