import { setImmediate as turn } from 'node:timers/promises';
import { laneOf } from '@activity-hub/contracts/lane';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ShardedLine, shardLine } from './line-shard.ts';
import type { LineVerdict } from './post-lines.ts';
import type { InputLine, LineBlock } from './read-lines.ts';
import { type SendOptions, sendLines } from './send-lines.ts';

const lineOf = (number: number, value: unknown): InputLine => ({ number, bytes: Buffer.from(JSON.stringify(value)) });

async function* blocksOf(lines: readonly InputLine[], size = 50): AsyncGenerator<LineBlock> {
  for (let at = 0; at < lines.length; at += size) {
    const block = lines.slice(at, at + size);
    yield { lines: block, last: block.at(-1)?.number ?? 0 };
  }
}

const accepted = (lines: readonly ShardedLine[]): LineVerdict[] =>
  lines.map((line) => ({
    line: line.number,
    status: 'accepted',
    event_id: null,
    code: null,
    detail: null,
    pointer: null,
    refused_id: null,
  }));

function optionsOf(given: Partial<SendOptions>): SendOptions {
  return {
    post: async (lines) => accepted(lines),
    slots: 8,
    batch: 20,
    after: 0,
    signal: new AbortController().signal,
    onRead: () => {},
    onVerdicts: () => {},
    ...given,
  };
}

describe('shardLine', () => {
  test('follows the lane of the event', () => {
    const user_id = 'A0B1C2D3-0000-4000-8000-000000000000';
    expect(shardLine(lineOf(1, { user_id, event_id: 'x' }), 16).shard).toBe(laneOf({ user_id, event_id: 'x' }));
    expect(shardLine(lineOf(1, { user_id: null, session_id: 's', event_id: 'x' }), 16).shard).toBe(
      laneOf({ session_id: 's', event_id: 'x' }),
    );
  });

  test('finds a place for lines that are no events', () => {
    for (const bytes of ['not json', '[1]', 'null', '{"user_id":7}', '{"user_id":""}']) {
      const { shard, malformed } = shardLine({ number: 3, bytes: Buffer.from(bytes) }, 8);
      expect(shard).toBeGreaterThanOrEqual(0);
      expect(shard).toBeLessThan(8);
      expect(malformed).toBe(bytes === 'not json');
    }
  });
});

describe('sendLines', () => {
  test('sends every line once, those of one user in order, whatever each request takes', async () => {
    const users = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(
        users,
        fc.integer({ min: 1, max: 8 }),
        fc.infiniteStream(fc.nat(3)),
        async (sequence, slots, delays) => {
          const lines = sequence.map((user, at) => lineOf(at + 1, { user_id: `u${user}`, event_id: `${at}` }));
          const arrived: number[] = [];
          const post = async (batch: readonly ShardedLine[]): Promise<LineVerdict[]> => {
            for (let wait = delays.next().value ?? 0; wait > 0; wait--) await turn();
            arrived.push(...batch.map((line) => line.number));
            return accepted(batch);
          };
          await sendLines(blocksOf(lines), optionsOf({ post, slots }));
          expect(arrived.toSorted((a, b) => a - b)).toEqual(lines.map((line) => line.number));
          const byUser = Map.groupBy(arrived, (number) => sequence[number - 1]);
          for (const numbers of byUser.values()) expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('keeps to the size of a batch, in lines and in bytes', async () => {
    const sizes: number[] = [];
    const post = async (batch: readonly ShardedLine[]): Promise<LineVerdict[]> => {
      await turn();
      sizes.push(batch.length);
      return accepted(batch);
    };
    const small = Array.from({ length: 200 }, (_, at) => lineOf(at + 1, { user_id: 'u', n: at }));
    await sendLines(blocksOf(small), optionsOf({ post }));
    expect(Math.max(...sizes)).toBe(20);
    sizes.length = 0;
    const large = Array.from({ length: 6 }, (_, at) => lineOf(at + 1, { user_id: 'u', text: 'x'.repeat(1_500_000) }));
    await sendLines(blocksOf(large), optionsOf({ post }));
    expect(Math.max(...sizes)).toBe(2);
  });

  test('skips what is done and reads on after it', async () => {
    const arrived: number[] = [];
    const read: number[] = [];
    const lines = Array.from({ length: 30 }, (_, at) => lineOf(at + 1, { user_id: 'u' }));
    await sendLines(
      blocksOf(lines, 10),
      optionsOf({
        after: 15,
        onRead: (_numbers, last) => read.push(last),
        onVerdicts: (verdicts) => arrived.push(...verdicts.map((verdict) => verdict.line)),
      }),
    );
    expect(arrived).toEqual(lines.slice(15).map((line) => line.number));
    expect(read).toEqual([20, 30]);
  });

  test('an abort finishes what is under way and sends nothing else', async () => {
    const stop = new AbortController();
    let requests = 0;
    const answered: number[] = [];
    const post = async (batch: readonly ShardedLine[]): Promise<LineVerdict[]> => {
      requests++;
      stop.abort();
      await turn();
      return accepted(batch);
    };
    const lines = Array.from({ length: 500 }, (_, at) => lineOf(at + 1, { user_id: 'u' }));
    await sendLines(
      blocksOf(lines),
      optionsOf({
        post,
        signal: stop.signal,
        onVerdicts: (verdicts) => answered.push(...verdicts.map((verdict) => verdict.line)),
      }),
    );
    expect(requests).toBe(1);
    expect(answered.length).toBeGreaterThan(0);
    expect(answered.length).toBeLessThan(500);
  });

  test('a failed request ends all slots and is thrown', async () => {
    const post = async (): Promise<LineVerdict[]> => {
      await turn();
      throw new Error('gone');
    };
    const lines = Array.from({ length: 5_000 }, (_, at) => lineOf(at + 1, { user_id: `u${at}` }));
    await expect(sendLines(blocksOf(lines), optionsOf({ post }))).rejects.toThrow('gone');
  });
});
