import type { PluginLog } from '../process/available-plugin.ts';

const linesPerSpan = 200;
const spanMs = 10_000;
const maxLineLength = 2_000;

/** Lets through so many lines in a span of time, cut to a length; what was dropped is counted and said. */
export function boundedLog(log: PluginLog): PluginLog {
  let spanEnds = 0;
  let taken = 0;
  let dropped = 0;
  return (level, message) => {
    const now = Date.now();
    if (now >= spanEnds) {
      if (dropped > 0) {
        const values = { lines: dropped, most: linesPerSpan, seconds: spanMs / 1_000 };
        log('warn', { code: 'lines_dropped', values });
      }
      spanEnds = now + spanMs;
      taken = 0;
      dropped = 0;
    }
    taken += 1;
    if (taken <= linesPerSpan) log(level, typeof message === 'string' ? message.slice(0, maxLineLength) : message);
    else dropped += 1;
  };
}
