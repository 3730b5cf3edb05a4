import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';

const beat = 150;
const at = 10 * beat;

describe('the lanes of a consumer', () => {
  const pace = (paceMs = beat) => new Pace({ paceMs, batchEvents: 1_000 });

  it('take the first event at once', () => {
    expect(pace().joinMs(at + 20)).toBe(0);
  });

  it('rest until the next beat after a tiny batch, half a beat after a small one, and not while there is much to do', () => {
    expect(pace().restMs(3, at + 20)).toBe(beat - 20);
    expect(pace().restMs(30, at + 20)).toBe(beat / 2 - 20);
    expect(pace().restMs(300, at + 20)).toBe(0);
  });

  it('go together while others of the consumer go from beat to beat', () => {
    const one = pace();
    one.restMs(3, at + 20);
    expect(one.joinMs(at + 40)).toBe(beat - 40);
    expect(one.joinMs(at + beat)).toBe(0);
    expect(one.joinMs(at + beat + 40)).toBe(0);
  });

  it('wait for nobody while others have much to do', () => {
    const one = pace();
    one.restMs(300, at + 20);
    expect(one.joinMs(at + 40)).toBe(0);
  });

  it('keep to an instant of their own after the beat', () => {
    const late = new Pace({ paceMs: beat, batchEvents: 1_000, phaseMs: 60 });
    expect(late.restMs(3, at + 20)).toBe(40);
    expect(late.joinMs(at + 50)).toBe(10);
    expect(late.joinMs(at + 61)).toBe(0);
  });

  it('do not wait where nothing is paced', () => {
    const unpaced = pace(0);
    expect(unpaced.restMs(1, at)).toBe(0);
    expect(unpaced.joinMs(at)).toBe(0);
  });
});
