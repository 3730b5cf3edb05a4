import { LANE_COUNT } from './lane.ts';

/** The place of one event in the log. Opaque outside of the hub: see `encodePosition`. */
export interface Position {
  readonly lane: number;
  readonly offset: number;
}

/** The text form producers and consumers see. They may store and return it, never look inside. */
export function encodePosition(position: Position): string {
  return Buffer.from(`p1.${position.lane}.${position.offset}`).toString('base64url');
}

/** @returns undefined when the text was not made by `encodePosition`. */
export function decodePosition(text: string): Position | undefined {
  const match = /^p1\.(\d{1,2})\.(\d{1,16})$/.exec(Buffer.from(text, 'base64url').toString('latin1'));
  if (match === null) return undefined;
  const lane = Number(match[1]);
  const offset = Number(match[2]);
  if (lane >= LANE_COUNT || !Number.isSafeInteger(offset)) return undefined;
  return { lane, offset };
}
