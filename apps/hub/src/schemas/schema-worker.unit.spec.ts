import { afterEach, describe, expect, it } from 'vitest';
import type { JsonNode } from './json-node.ts';
import { SchemaWorker } from './schema-worker.ts';

const workers: SchemaWorker[] = [];
function worker(limitMs?: number): SchemaWorker {
  const made = new SchemaWorker(limitMs === undefined ? {} : { limitMs });
  workers.push(made);
  return made;
}
afterEach(() => Promise.all(workers.splice(0).map((each) => each.stop())));

const names = { from: '1.0.0', to: '1.1.0' };
const alternatives = (type: string): JsonNode => ({
  anyOf: Array.from({ length: 450 }, (_, at) => ({ properties: { [`p${at}`]: { type } }, required: [`p${at}`] })),
});

describe('SchemaWorker', () => {
  it('does the work in order', async () => {
    const schemas = worker();
    const compared = await Promise.all(
      ['string', 'number'].map((type) => schemas.run('compare', { older: { type: 'string' }, newer: { type }, names })),
    );
    expect(compared.map(({ backward }) => backward)).toEqual([true, false]);
  });

  it('ends what takes too long, and goes on with the next', async () => {
    const schemas = worker(1_500);
    await schemas.run('compare', { older: {}, newer: {}, names });
    const row = { older: alternatives('string'), newer: alternatives('number'), names };
    const impatient = worker(1);
    await expect(impatient.run('compare', row)).rejects.toMatchObject({ code: 'schema_refused' });
    await expect(schemas.run('compare', { older: {}, newer: {}, names })).resolves.toMatchObject({ backward: true });
    await expect(impatient.run('compare', row)).rejects.toMatchObject({ code: 'schema_refused' });
  });

  it('keeps no more waiting than it can tell', async () => {
    const schemas = worker();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => schemas.run('compare', { older: {}, newer: {}, names })),
    );
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(4);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'overloaded', retryAfterSeconds: 2 });
  });

  it('does not block this thread', async () => {
    const schemas = worker();
    await schemas.run('compare', { older: {}, newer: {}, names });
    let longest = 0;
    let last = performance.now();
    const ticking = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const begin = performance.now();
    await schemas.run('compare', { older: alternatives('string'), newer: alternatives('number'), names });
    clearInterval(ticking);
    expect(longest).toBeLessThan(Math.max(250, (performance.now() - begin) / 2));
  });

  it('answers nothing after it was stopped', async () => {
    const schemas = worker();
    await schemas.stop();
    await expect(schemas.run('example', { row: {} as never, seed: 1 })).rejects.toMatchObject({
      code: 'shutting_down',
    });
  });
});
