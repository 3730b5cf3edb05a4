import { laneOf } from '@activity-hub/contracts/lane';
import type { InputLine } from './read-lines.ts';

/** A line on its way to the hub. */
export interface ShardedLine extends InputLine {
  readonly shard: number;
  /** Not JSON: it would spoil the batch it is in, so it is sent alone. */
  readonly malformed: boolean;
}

/**
 * The request slot of a line. All events of one lane go through one slot, and a slot has one request
 * under way: no later event of a user can overtake an earlier one of the same file.
 */
export function shardLine(line: InputLine, shards: number): ShardedLine {
  const value = parsed(line.bytes);
  return {
    ...line,
    malformed: value === undefined,
    shard:
      laneOf({
        user_id: textOf(value, 'user_id'),
        session_id: textOf(value, 'session_id'),
        event_id: textOf(value, 'event_id') ?? String(line.number),
      }) % shards,
  };
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function textOf(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const held = (value as Record<string, unknown>)[key];
  return typeof held === 'string' && held !== '' ? held : undefined;
}
