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
      if (dropped > 0) log('warn', `${dropped} lines of its log were dropped: more than ${linesPerSpan} in 10 s.`);
      spanEnds = now + spanMs;
      taken = 0;
      dropped = 0;
    }
    taken += 1;
    if (taken <= linesPerSpan) log(level, message.slice(0, maxLineLength));
    else dropped += 1;
  };
}
