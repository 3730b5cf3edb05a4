import type { Verdict } from '@activity-hub/contracts/receipt';
import { describe, expect, it } from 'vitest';
import { createAcknowledgedFrames, type FramesOptions } from './acknowledged-frames.ts';
import type { SentEvent } from './decode-body.ts';

const event: SentEvent = { value: {}, pointer: '', body: Buffer.alloc(0), start: 0, end: 0, keys: 0, fault: undefined };
const refused: Verdict = { status: 'refused', event_id: null, code: 'c', detail: 'd', pointer: '', refused_id: null };
const frame = (seq: number, size = 1) => ({
  seq,
  events: Array.from({ length: size }, () => event),
  bytes: size * 100,
});

function framesWith(given: Partial<FramesOptions> = {}) {
  const portions: (readonly number[])[] = [];
  const answered: [number, number][] = [];
  const flows: boolean[] = [];
  const failures: unknown[] = [];
  const frames = createAcknowledgedFrames({
    take: async ({ events, sizes }) => {
      portions.push(sizes);
      return events.map(() => refused);
    },
    acknowledge: ({ seq }, verdicts) => void answered.push([seq, verdicts.length]),
    takesAnswers: () => true,
    flow: (open) => void flows.push(open),
    failed: (failure) => void failures.push(failure),
    ...given,
  });
  return { frames, portions, answered, flows, failures };
}

describe('frames', () => {
  it('gather while a portion is on its way, and are answered in order', async () => {
    const { frames, portions, answered } = framesWith();
    const sizes = [2, 1, 0, 3, 999, 1];
    for (const [n, size] of sizes.entries()) frames.add(frame(n + 1, size));
    await frames.idle();
    expect(portions).toEqual([[2], [1, 0, 3], [999, 1]]);
    expect(answered).toEqual(sizes.map((size, n) => [n + 1, size]));
    expect(frames.waiting).toEqual({ frames: 0, events: 0, bytes: 0 });
  });

  it('stop the flow above their bound, and open it again', async () => {
    const { frames, flows } = framesWith();
    frames.add(frame(1, 1_500));
    frames.add(frame(2, 1_500));
    expect(flows).toEqual([true, false]);
    await frames.idle();
    expect(flows.at(-1)).toBe(true);
  });

  it('stop the flow while answers are not taken', () => {
    const { frames, flows } = framesWith({ takesAnswers: () => false });
    frames.add(frame(1));
    expect(flows).toEqual([false]);
  });

  it('end with the first failure, once', async () => {
    const { frames, answered, failures } = framesWith({ take: () => Promise.reject(new Error('gone')) });
    frames.add(frame(1));
    frames.add(frame(2));
    await frames.idle();
    frames.add(frame(3));
    expect([answered, failures]).toEqual([[], [new Error('gone')]]);
  });
});
