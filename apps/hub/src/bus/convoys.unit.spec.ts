import { describe, expect, it } from 'vitest';
import { Convoys, type ConvoysOptions, type Traveller } from './convoys.ts';

const alone: ConvoysOptions = { convoys: 1, places: 1, company: 1, turnEvents: 100 };
const three: ConvoysOptions = { convoys: 3, places: 4, company: 6, turnEvents: 100 };
const running = new AbortController().signal;

/** Everybody asks at once, and goes until told to arrive. */
function travelAll(convoys: Convoys, travellers: readonly Traveller[]) {
  const gone: string[] = [];
  const arrivals = new Map<string, () => void>();
  const travels = travellers.map((traveller, at) => {
    const { lane, offset } = traveller;
    const name = `${lane}:${offset}:${at}`;
    const go = (): Promise<void> => {
      gone.push(name);
      return new Promise<void>((resolve) => arrivals.set(name, resolve));
    };
    return convoys.travel(traveller, go, running);
  });
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
  };
  return {
    async gone(): Promise<readonly string[]> {
      await settled();
      return gone.splice(0);
    },
    async arrive(...names: readonly string[]): Promise<readonly string[]> {
      for (const name of names) arrivals.get(name)?.();
      return await this.gone();
    },
    arrived: Promise.all(travels),
  };
}

const at = (lane: number, offset = 0): Traveller => ({ lane, offset, payloads: undefined });

describe('convoys', () => {
  it('take together who waits at the same place of a lane', async () => {
    const road = travelAll(new Convoys(three), [at(0), at(1), at(2), at(0), at(1), at(2, 50)]);
    expect(await road.gone()).toEqual(['0:0:0', '0:0:3', '1:0:1', '1:0:4']);
    expect(await road.arrive('0:0:0')).toEqual(['2:0:2']);
    expect(await road.arrive('0:0:3')).toEqual(['2:50:5']);
    expect(await road.arrive('1:0:1', '1:0:4', '2:0:2', '2:50:5')).toEqual([]);
    await road.arrived;
  });

  it('go alone when they are larger than there are places, but not without bounds', async () => {
    const road = travelAll(new Convoys(three), [...Array.from({ length: 8 }, () => at(0)), at(1)]);
    const first = await road.gone();
    expect(first).toEqual(['0:0:0', '0:0:1', '0:0:2', '0:0:3', '0:0:4', '0:0:5']);
    expect(await road.arrive(...first)).toEqual(['0:0:6', '0:0:7', '1:0:8']);
    await road.arrive('0:0:6', '0:0:7', '1:0:8');
    await road.arrived;
  });

  it('are so many at once', async () => {
    const road = travelAll(new Convoys({ ...three, convoys: 2 }), [at(0), at(1), at(2)]);
    expect(await road.gone()).toEqual(['0:0:0', '1:0:1']);
    expect(await road.arrive('1:0:1')).toEqual(['2:0:2']);
    await road.arrive('0:0:0', '2:0:2');
    await road.arrived;
  });

  it('end their turns where those who came apart meet again', async () => {
    const convoys = new Convoys(alone);
    const ends: number[] = [];
    for (const offset of [0, 70, 99, 100, 250])
      await convoys.travel(at(0, offset), async ({ to }) => void ends.push(to), running);
    expect(ends).toEqual([100, 100, 100, 200, 300]);
  });

  it('read what all of them need', async () => {
    const convoys = new Convoys(three);
    const read: (readonly [number, Traveller['payloads']])[] = [];
    const go = async (lane: number, payloads: Traveller['payloads']): Promise<void> =>
      await convoys.travel(
        { lane, offset: 0, payloads },
        async (turn) => void read.push([lane, turn.payloads]),
        running,
      );
    await Promise.all([go(0, []), go(0, undefined), go(1, ['a', 'b']), go(1, ['b', 'c'])]);
    expect(read.toSorted(([a], [b]) => a - b)).toEqual([
      [0, undefined],
      [0, undefined],
      [1, ['a', 'b', 'c']],
      [1, ['a', 'b', 'c']],
    ]);
  });

  it('wait until they may leave', async () => {
    const opens = Promise.withResolvers<void>();
    const road = travelAll(new Convoys({ ...alone, opens: opens.promise }), [at(0)]);
    expect(await road.gone()).toEqual([]);
    opens.resolve();
    await opens.promise;
    expect(await road.gone()).toEqual(['0:0:0']);
    await road.arrive('0:0:0');
    await road.arrived;
  });

  it('go on when somebody fails', async () => {
    const convoys = new Convoys(alone);
    await expect(convoys.travel(at(0), () => Promise.reject(new Error('failed')), running)).rejects.toThrow('failed');
    const went: string[] = [];
    await convoys.travel(at(0), async () => void went.push('next'), running);
    expect(went).toEqual(['next']);
  });

  it('leave behind who is stopped while waiting', async () => {
    const convoys = new Convoys(alone);
    const road = travelAll(convoys, [at(0)]);
    expect(await road.gone()).toEqual(['0:0:0']);
    const stop = new AbortController();
    const waiting = convoys.travel(at(1), () => Promise.reject(new Error('went')), stop.signal);
    stop.abort();
    await waiting;
    await road.arrive('0:0:0');
    await road.arrived;
  });

  it('let a place rest after a turn, and the traveller go on', async () => {
    const convoys = new Convoys({ ...alone, restMs: (tookMs) => tookMs + 300 });
    const begun = performance.now();
    await convoys.travel(at(0), async () => undefined, running);
    const first = performance.now() - begun;
    await convoys.travel(at(0), async () => undefined, running);
    expect(first).toBeLessThan(300);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(299);
  });
});
