import { Presets, SingleBar } from 'cli-progress';

export interface ProgressDisplay {
  update(progress: { readonly bytes: number; readonly events: number }): void;
  say(sentence: string): void;
  stop(): void;
}

const plainEveryMs = 2_000;

/**
 * A bar on a terminal; elsewhere (a log, CI) a plain line every two seconds. Measures bytes of the
 * file, because nobody knows the number of lines of a packed one before its end.
 */
export function createProgressDisplay(out: NodeJS.WriteStream, totalBytes: number | undefined): ProgressDisplay {
  return out.isTTY && totalBytes !== undefined ? bar(out, totalBytes) : plainLines(out, totalBytes);
}

function bar(out: NodeJS.WriteStream, totalBytes: number): ProgressDisplay {
  const format = '{bar} {percentage} % | {events} events | {rate}/s | {duration_formatted}';
  const shown = new SingleBar({ stream: out, format, hideCursor: true, clearOnComplete: true }, Presets.shades_classic);
  const begun = performance.now();
  let now = { bytes: 0, events: 0 };
  const rate = (): number => Math.round(now.events / Math.max(0.001, (performance.now() - begun) / 1_000));
  shown.start(totalBytes, 0, { events: 0, rate: 0 });
  return {
    update(progress) {
      now = progress;
      shown.update(progress.bytes, { events: progress.events, rate: rate() });
    },
    say(sentence) {
      shown.stop();
      out.write(`${sentence}\n`);
      shown.start(totalBytes, now.bytes, { events: now.events, rate: rate() });
    },
    stop: () => shown.stop(),
  };
}

function plainLines(out: NodeJS.WriteStream, totalBytes: number | undefined): ProgressDisplay {
  let last = performance.now();
  return {
    update({ bytes, events }) {
      if (performance.now() - last < plainEveryMs) return;
      last = performance.now();
      const share =
        totalBytes === undefined || totalBytes === 0 ? '' : ` (${Math.floor((bytes / totalBytes) * 100)} %)`;
      out.write(`${events} events${share}\n`);
    },
    say: (sentence) => void out.write(`${sentence}\n`),
    stop: () => {},
  };
}
