import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { noEffects } from '../bus/lane-processor.ts';
import { createProcessMetrics } from './process-metrics.ts';

it('counts what a batch came to when it is finished', async () => {
  const registry = new Registry();
  const metrics = createProcessMetrics(registry, () => []);
  const counted = async (name: string, outcome?: string) => {
    const { values = [] } = (await registry.getSingleMetric(`hub_process_${name}_total`)?.get()) ?? {};
    return values.find(({ labels }) => labels['outcome'] === outcome)?.value ?? 0;
  };
  const counts = { folded: 5, skipped: 1, refolded: 2, past_findings: 3, too_deep: 4 };
  const ref = { processor: 'one', version: '1.0.0' };
  metrics.failed(ref);
  metrics.fenced(ref);
  expect([await counted('refolds'), await counted('findings', 'past')]).toEqual([0, 0]);
  metrics.finished(ref, 6, 0.1, { ...noEffects, counts });
  metrics.finished(ref, 0, 0.1, noEffects);
  expect(await counted('refolds')).toBe(2);
  expect(await counted('findings', 'past')).toBe(3);
  expect(await counted('findings', 'case')).toBe(0);
  expect(await counted('causation_too_deep')).toBe(4);
  expect(await counted('events', 'folded')).toBe(5);
});
