import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { attendance } from './testing/attendance.ts';
import { ProcessingHarness } from './testing/processing-harness.ts';

let harness: ProcessingHarness;

beforeEach(async () => {
  harness = await ProcessingHarness.open();
});

afterEach(() => harness.close());

it('alarms nobody about a shadow that does not start or stands in quarantine', async () => {
  const unwell = () => processing.health().filter(({ ok }) => !ok);
  await harness.sql`insert into processor_quarantine (processor, version, reason) values ('attendance', '1.0.0+2', 'Looped.')`;
  const registry = new Registry();
  const processing = await harness.startWith([attendance as AnyAggregator], undefined, registry);
  await harness.sql`
    insert into plugin_revision (plugin_id, revision, plugin_version, config, state, made_by) values
    ('attendance', '1.0.0+2', '1.0.0', '{}', 'shadow', 'anna'),
    ('attendance', '1.0.0+3', '1.0.0', '{"unknown": 1}', 'shadow', 'anna')`;
  await vi.waitFor(
    async () => {
      const seen = await harness.sql`select version, condition from processor_status order by version`;
      expect(seen.map((row) => `${row['version']} ${row['condition']}`)).toEqual([
        '1.0.0 running',
        '1.0.0+2 quarantined',
        '1.0.0+3 refused',
      ]);
    },
    { timeout: 10_000 },
  );
  expect(unwell()).toEqual([]);
  // One plugin is one label: a shadow must not speak for it.
  expect(await registry.metrics()).toContain('hub_process_quarantined{processor="attendance"} 0');
  await harness.sql`update plugin_revision set state = 'retired' where state = 'live'`;
  await harness.sql`update plugin_revision set state = 'live' where revision = '1.0.0+3'`;
  await harness.sql`update plugin set live_revision = '1.0.0+3'`;
  await vi.waitFor(() => expect(unwell().map(({ name }) => name)).toEqual(['plugin attendance']), { timeout: 5_000 });
});
