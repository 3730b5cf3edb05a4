import type { StartFrom } from '@activity-hub/contracts/dispatch/subscription';
import { invalidCursor } from '@activity-hub/contracts/invalid-cursor';
import { LANE_COUNT } from '@activity-hub/contracts/lane';
import { decodeLogCursor } from '@activity-hub/contracts/log-cursor';
import { laneHeads } from '@activity-hub/db/event-store/lane-heads';
import { logEpoch } from '@activity-hub/db/event-store/log-epoch';
import type { Statements } from '@activity-hub/db/postgres/statements';
import { offsetsBefore } from '@activity-hub/db/subscriptions/offsets-before';

/**
 * Behind which offset of every lane somebody begins to read. "Now" is all heads in one statement: what is committed
 * later lies behind it. @throws HubError invalid_cursor
 */
export async function startOffsets(sql: Statements, from: StartFrom): Promise<readonly number[]> {
  switch (from.kind) {
    case 'now':
      return await laneHeads(sql);
    case 'beginning':
      return new Array<number>(LANE_COUNT).fill(0);
    case 'time':
      return await offsetsBefore(sql, from.at);
    default: {
      const cursor = decodeLogCursor(from.cursor);
      const [epoch, heads] = [await logEpoch(sql), await laneHeads(sql)];
      const isAhead = cursor?.offsets.some((offset, lane) => offset > (heads[lane] ?? 0));
      if (cursor === undefined || cursor.epoch !== epoch || isAhead === true) throw invalidCursor();
      return cursor.offsets;
    }
  }
}
