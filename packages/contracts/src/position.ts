import { LANE_COUNT } from './lane.ts';

/** The place of one event in the log. Opaque outside of the hub: see `encodePosition`. */
export interface Position {
  readonly lane: number;
  readonly offset: number;
}

/** The text form producers and consumers see. They may store and return it, never look inside. */
export function encodePosition(position: Position): string {
  const text = btoa(`p1.${position.lane}.${position.offset}`);
  // Digits and dots become neither "+" nor "/", so only the padding sets it apart from base64url: half the time of a buffer.
  const padding = text.indexOf('=');
  return padding === -1 ? text : text.slice(0, padding);
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
