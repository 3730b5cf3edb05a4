import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LogHeads } from './log-heads.ts';

const logger = pino({ level: 'silent' });
const forever = new AbortController().signal;

/** A log that grows by hand, and hints that may or may not come. */
function setUp(pollMs: number) {
  const log = { heads: Array.from({ length: 16 }, () => 0), fails: false };
  const sources: { hint: () => void; ended: boolean }[] = [];
  const heads = new LogHeads({
    pollMs,
    logger,
    eventStore: {
      async laneHeads() {
        if (log.fails) throw new Error('connection refused');
        return [...log.heads];
      },
    },
    connect() {
      const source = { hint: () => {}, ended: false };
      sources.push(source);
      return {
        async listen(_channel, onHint) {
          source.hint = () => onHint('');
        },
        async end() {
          source.ended = true;
        },
      };
    },
  });
  return { log, sources, heads };
}

let stop: () => Promise<void> = async () => {};
afterEach(() => stop());

describe('LogHeads', () => {
  it('sees new events when a hint comes, long before the poll', async () => {
    const { log, sources, heads } = setUp(60_000);
    stop = () => heads.stop();
    await heads.start();
    log.heads[5] = 3;
    sources[0]?.hint();
    await heads.beyond(5, 0, 10_000, forever);
    expect(heads.of(5)).toBe(3);
  });

  it('knows how fast the log grows, and takes none for growth that was there before', async () => {
    const { log, heads } = setUp(60_000);
    stop = () => heads.stop();
    log.heads[5] = 3;
    await heads.start();
    const lookAgain = async (): Promise<number> => {
      await pause(510);
      await heads.refresh();
      return heads.growth;
    };
    expect(await lookAgain()).toBe(0);
    log.heads[5] = 1_003;
    expect(await lookAgain()).toBeGreaterThan(500);
  });

  it('wakes who waits for a lane also when somebody else found it grown', async () => {
    const { log, heads } = setUp(60_000);
    stop = () => heads.stop();
    await heads.start();
    const waiting = heads.beyond(5, 0, 10_000, forever).then(() => 'woken');
    log.heads[5] = 3;
    await heads.refresh();
    expect(await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 500, 'asleep'))])).toBe('woken');
  });

  it('sees them by polling when hints are lost, and listens anew', async () => {
    const { log, sources, heads } = setUp(20);
    stop = () => heads.stop();
    await heads.start();
    for (let round = 1; round <= 4; round++) {
      log.heads[5] = round;
      await heads.beyond(5, round - 1, 10_000, forever);
      expect(heads.of(5)).toBe(round);
    }
    await vi.waitFor(() => expect(sources).toHaveLength(2));
    expect(sources[0]?.ended).toBe(true);
  });

  it('says why the log cannot be seen, and goes on by itself', async () => {
    const { log, heads } = setUp(20);
    stop = () => heads.stop();
    log.fails = true;
    await heads.start();
    expect(heads.unreachable).toBe('connection refused');
    log.fails = false;
    log.heads[0] = 1;
    await heads.beyond(0, 0, 10_000, forever);
    expect(heads.unreachable).toBeUndefined();
  });

  it('lets nobody wait beyond a stop', async () => {
    const { heads } = setUp(60_000);
    await heads.start();
    const waiting = heads.beyond(0, 0, 60_000, forever);
    await heads.stop();
    await waiting;
  });
});
