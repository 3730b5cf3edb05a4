import { LANE_COUNT } from './lane.ts';

/** How far somebody has read the log: the last offset of every lane, and which log it was. */
export interface LogCursor {
  readonly epoch: string;
  /** index = lane */
  readonly offsets: readonly number[];
}

/** Opaque outside of the hub: it may be stored and returned, never looked into. */
export function encodeLogCursor({ epoch, offsets }: LogCursor): string {
  const text = `c1|${epoch}|${offsets.map((offset) => offset.toString(36)).join('.')}`;
  return Buffer.from(text).toString('base64url');
}

/** @returns undefined when the text was not made by `encodeLogCursor` */
export function decodeLogCursor(text: string): LogCursor | undefined {
  const match = /^c1\|([0-9a-f-]{36})\|([0-9a-z.]+)$/.exec(Buffer.from(text, 'base64url').toString('latin1'));
  if (match === null) return undefined;
  const [, epoch = '', places = ''] = match;
  const offsets = places.split('.').map((place) => Number.parseInt(place, 36));
  const isWhole =
    offsets.length === LANE_COUNT && offsets.every((offset) => Number.isSafeInteger(offset) && offset >= 0);
  return isWhole ? { epoch, offsets } : undefined;
}
