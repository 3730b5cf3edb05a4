import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Instants } from './instants.ts';

it('wakes all who wait for an instant in the same turn, whenever they began to', async () => {
  const instants = new Instants(new AbortController().signal);
  const at = Date.now() + 60;
  const woken: string[] = [];
  const early = instants.until(at).then(() => {
    woken.push('early');
    setImmediate(() => woken.push('a turn later'));
  });
  await pause(20.5);
  const late = instants.until(at).then(() => woken.push('late'));
  const another = instants.until(at + 20).then(() => woken.push('another'));
  await Promise.all([early, late, another]);
  expect(woken).toEqual(['early', 'late', 'a turn later', 'another']);
});

it('keeps nobody waiting for an instant that has been, or after a stop', async () => {
  const stop = new AbortController();
  const instants = new Instants(stop.signal);
  await instants.until(Date.now());
  const waiting = instants.until(Date.now() + 3_600_000);
  stop.abort();
  await waiting;
});
