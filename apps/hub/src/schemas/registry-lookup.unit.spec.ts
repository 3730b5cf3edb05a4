import type { CountedUsage } from '@activity-hub/db/schemas/add-schema-usage';
import { describe, expect, it } from 'vitest';
import type { SchemaAnswer } from '../ingest/schema-lookup.ts';
import { type KnownSchemas, schemasOfContracts } from './known-schemas.ts';
import { RegistryLookup } from './registry-lookup.ts';
import { UsageCounters } from './usage-counters.ts';

const posted = 'activity.social.posted';
const contracts = schemasOfContracts();

function validate(answer: SchemaAnswer, payload: unknown) {
  if (answer.kind !== 'validate') throw new Error(`The answer is ${answer.kind}.`);
  return answer.validate(payload);
}

async function flushed(counters: UsageCounters): Promise<readonly CountedUsage[]> {
  const kept: CountedUsage[] = [];
  await counters.flush(async (counted) => void kept.push(...counted));
  return kept;
}

describe('RegistryLookup', () => {
  it('counts what fitted and what did not, by source, and nothing twice', async () => {
    const counters = new UsageCounters(() => Date.parse('2026-03-12T10:59:59Z'));
    const lookup = new RegistryLookup(contracts, counters);
    validate(lookup.find(posted, '1.0.0', 'club'), {});
    validate(lookup.find(posted, '1.0.0', 'club'), { length: 'x' });
    validate(lookup.find(posted, '1.0.0', 'lms'), {});
    lookup.find(posted, '9.0.0', 'lms');
    const hour = '2026-03-12T10:00:00.000Z';
    expect(await flushed(counters)).toEqual([
      { event_type: posted, version: '1.0.0', source: 'club', hour, events: 1, refused: 1 },
      { event_type: posted, version: '1.0.0', source: 'lms', hour, events: 1, refused: 0 },
      { event_type: posted, version: '*', source: 'lms', hour, events: 0, refused: 1 },
    ]);
    expect(await flushed(counters)).toEqual([]);
  });

  it('does not count what is only tried', async () => {
    const counters = new UsageCounters(Date.now);
    const { uncounted } = new RegistryLookup(contracts, counters);
    if (uncounted === undefined) throw new Error('There is a twin.');
    expect(validate(uncounted.find(posted, '1.0.0', 'club'), { length: 'x' })).toMatchObject({
      code: 'invalid_payload',
    });
    expect(await flushed(counters)).toEqual([]);
  });

  it('goes on counting for whoever holds an answer when the registry changes', async () => {
    const counters = new UsageCounters(Date.now);
    const lookup = new RegistryLookup(contracts, counters);
    const before = lookup.find(posted, '1.0.0', 'club');
    lookup.replace({ ...contracts, revision: 1 });
    validate(before, {});
    validate(lookup.find(posted, '1.0.0', 'club'), {});
    expect(await flushed(counters)).toMatchObject([{ events: 2 }]);
  });

  it('answers for a deprecated type by its successor only where it has one', () => {
    const changed = (successor: string | null): KnownSchemas => {
      const type = contracts.types.get(posted);
      if (type === undefined) throw new Error('The type is known.');
      const row = { ...type.row, status: 'deprecated' as const, successor };
      return { ...contracts, types: new Map([...contracts.types, [posted, { ...type, row }]]) };
    };
    const find = (schemas: KnownSchemas) =>
      new RegistryLookup(schemas, new UsageCounters(Date.now)).find(posted, '1.0.0', 'club');
    expect(find(changed(null)).kind).toBe('validate');
    expect(find(changed('activity.social.commented'))).toEqual({
      kind: 'redirect',
      event_type: 'activity.social.commented',
    });
  });

  it('stays small whatever names senders make up', async () => {
    const counters = new UsageCounters(Date.now);
    const lookup = new RegistryLookup({ ...contracts, policies: new Map([['crm', 'keep']]) }, counters);
    for (let at = 0; at < 30_000; at++) {
      lookup.find(`activity.crm.made_up_${at}`, '1.0.0', 'crm');
      lookup.find(posted, '1.0.0', `source-${at}`);
    }
    const kept = await flushed(counters);
    expect(kept.length).toBeLessThan(12_000);
    expect(kept.reduce((sum, { events }) => sum + events, 0)).toBe(30_000);
  });
});

describe('UsageCounters', () => {
  it('keeps what could not be kept, under the hour in which it came', async () => {
    let now = Date.parse('2026-03-12T10:59:00Z');
    const counters = new UsageCounters(() => now);
    counters.counterOf('a.b', '1.0.0', 'lms').events++;
    await expect(counters.flush(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
    now += 120_000;
    counters.counterOf('a.b', '1.0.0', 'lms').events++;
    expect(await flushed(counters)).toMatchObject([
      { hour: '2026-03-12T10:00:00.000Z', events: 1 },
      { hour: '2026-03-12T11:00:00.000Z', events: 1 },
    ]);
  });
});
