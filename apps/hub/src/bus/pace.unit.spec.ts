import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';

const beat = 150;
const at = 10 * beat;

describe('the lanes of a consumer', () => {
  const pace = (paceMs = beat) => new Pace({ paceMs, batchEvents: 1_000 });

  it('take the first event at once', () => {
    expect(pace().joinsAt(at + 20)).toBe(at + 20);
  });

  it('rest until the next beat after a tiny batch, half a beat after a small one, and not while there is much to do', () => {
    expect(pace().restsUntil(3, at + 20)).toBe(at + beat);
    expect(pace().restsUntil(30, at + 20)).toBe(at + beat / 2);
    expect(pace().restsUntil(300, at + 20)).toBe(at + 20);
  });

  it('go together while others of the consumer go from beat to beat', () => {
    const one = pace();
    one.restsUntil(3, at + 20);
    expect(one.joinsAt(at + 40)).toBe(at + beat);
    expect(one.joinsAt(at + beat + 40)).toBe(at + 2 * beat);
    expect(one.joinsAt(at + 2 * beat + 40)).toBe(at + 2 * beat + 40);
  });

  it('wait for nobody while others have much to do', () => {
    const one = pace();
    one.restsUntil(300, at + 20);
    expect(one.joinsAt(at + 40)).toBe(at + 40);
  });

  it('keep to an instant of their own after the beat', () => {
    const late = new Pace({ paceMs: beat, batchEvents: 1_000, phaseMs: 60 });
    expect(late.restsUntil(3, at + 20)).toBe(at + 60);
    expect(late.joinsAt(at + 50)).toBe(at + 60);
    expect(late.joinsAt(at + 61)).toBe(at + 60 + beat);
  });

  it('do not wait where nothing is paced', () => {
    const unpaced = pace(0);
    expect(unpaced.restsUntil(1, at)).toBe(at);
    expect(unpaced.joinsAt(at)).toBe(at);
  });
});
