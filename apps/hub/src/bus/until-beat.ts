/** How long until the next multiple of a time: all lanes wait for the same instants, so that what they then do is done together. */
export function untilBeat(everyMs: number, nowMs: number): number {
  return everyMs === 0 ? 0 : everyMs - (nowMs % everyMs);
}
