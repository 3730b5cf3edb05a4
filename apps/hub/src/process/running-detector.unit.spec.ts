import type { AnyDetector } from '@activity-hub/contracts/plugin/detector';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { overactivity } from '@activity-hub/plugins/detectors/overactivity/overactivity';
import { describe, expect, it } from 'vitest';
import { RunningDetector } from './running-detector.ts';
import { decoded, foldLane, hostOptions, KeptRows, placed } from './testing/fold-lane.ts';
import { hostedDetector } from './testing/hosted.ts';

const start = Date.parse('2026-03-20T10:00:00.000Z');

/** 130 events within an hour, recorded some hours after they happened. */
const rush = (recordedHoursLater: number) =>
  Array.from({ length: 130 }, (_, second) => {
    const timestamp = new Date(start + second * 1000).toISOString();
    return recordedEventFixture({
      timestamp,
      recorded_at: new Date(start + second * 1000 + recordedHoursLater * 3_600_000).toISOString(),
    });
  });

async function inspect(events: ReturnType<typeof rush>, sizes: readonly number[], forgetting = false) {
  const kept = new KeptRows();
  const host = new RunningDetector(hostedDetector(overactivity as AnyDetector), kept, hostOptions());
  const found = await foldLane(host, kept, placed(events), { sizes, forgetting });
  return { ...found, rows: [...kept.rows.values()].map(decoded) };
}

describe('RunningDetector', () => {
  it('makes of a finding a case and one derived event that carry each other', async () => {
    const events = rush(0);
    const { findings, derived } = await inspect(events, [1_000]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      kind: 'overactivity',
      key: events[0]?.user_id,
      severity: 'medium',
      seen_at: events[119]?.timestamp,
    });
    expect(derived).toHaveLength(1);
    expect(derived[0]).toMatchObject({
      event_type: 'activity.anomaly.detected',
      causation_id: events[119]?.event_id,
      origin: 'derived',
    });
    expect(JSON.parse(derived[0]?.payload ?? '')).toMatchObject({
      finding_id: findings[0]?.case_id,
      detector: 'overactivity',
      kind: 'overactivity',
    });
  });

  it('finds the same whatever the batches and whatever it remembers', async () => {
    const whole = await inspect(rush(0), [1_000]);
    expect(await inspect(rush(0), [1, 7, 50], true)).toEqual(whole);
  });

  it('opens no case for what was more than 48 hours ago when it was recorded', async () => {
    const late = await inspect(rush(49), [1_000]);
    expect(late).toMatchObject({ findings: [], derived: [], counts: { past_findings: 1 } });
    expect((await inspect(rush(47), [1_000])).findings).toHaveLength(1);
  });

  it('counts what a batch came to with the batch, and nothing of one that was never finished', async () => {
    const events = placed(rush(49));
    const host = new RunningDetector(hostedDetector(overactivity as AnyDetector), new KeptRows(), hostOptions());
    const dropped = host.begin({ lane: 3, offset: 0, derivesAfter: 0, madeAt: '' });
    await dropped.take(events.map((event, at) => ({ offset: at + 1, event })));
    host.forget(3);
    const { counts } = await foldLane(host, new KeptRows(), events, { sizes: [1_000], forgetting: true });
    expect(counts).toEqual({ folded: events.length, skipped: 0, refolded: 0, past_findings: 1, too_deep: 0 });
  });
});
