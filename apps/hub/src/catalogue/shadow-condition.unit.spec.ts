import { expect, it } from 'vitest';
import { type JudgedShadow, shadowCondition } from './shadow-condition.ts';

const plugin = {
  plugin_id: 'counting',
  provenance: 'installed',
  versions: ['1.0.0', '2.0.0'],
  enabled: true,
  paused: false,
} as const;
const shadow = { revision: '2.0.0', plugin_version: '2.0.0', starting: false, age_seconds: 4_000 };
const status = {
  revision: '2.0.0',
  condition: 'running',
  reason: null,
  reason_code: null,
  reason_values: null,
  lag_events: 70,
  lag_seconds: 9,
  events: 5,
  faults: 0,
  busy_seconds: 1,
  events_per_second: 1,
  memory_mb: null,
  started_at: '2026-11-23T12:00:00.000Z',
  seen_at: '2026-11-23T12:00:00.000Z',
  age_seconds: 1,
  still_seconds: 2,
} as const;
const judge = (more: Partial<JudgedShadow>) => {
  const { condition, reason } = shadowCondition({ plugin, shadow, status, quarantine: undefined, ...more });
  return [condition, reason];
};

it('says why a shadow is not built any further', () => {
  const looped = { reason: 'It looped.', reason_code: null, reason_values: null };
  expect(judge({})).toEqual(['running', null]);
  expect(judge({ quarantine: looped })).toEqual(['quarantined', 'It looped.']);
  expect(judge({ status: { ...status, condition: 'refused', reason: 'It says 7.' } })).toEqual([
    'refused',
    'It says 7.',
  ]);
  const still = { ...status, still_seconds: Number.POSITIVE_INFINITY };
  expect(judge({ status: still })).toEqual([
    'running',
    'It has finished nothing for 5 minutes while 70 events wait for it.',
  ]);
  expect(judge({ status: { ...still, lag_events: 0 } })).toEqual(['running', null]);
  expect(judge({ status: undefined, plugin: { ...plugin, versions: ['1.0.0'] } })).toEqual([
    'unseen',
    expect.stringContaining('Install version 2.0.0 of counting first'),
  ]);
});

it('gives a shadow time that is new or was let go on, and lets it rest with its plugin', () => {
  const still = { ...status, still_seconds: Number.POSITIVE_INFINITY };
  expect(judge({ status: still, shadow: { ...shadow, age_seconds: 200 } })).toEqual(['running', null]);
  expect(judge({ status: undefined, shadow: { ...shadow, age_seconds: 2 } })).toEqual(['starting', null]);
  expect(judge({ status: undefined, shadow: { ...shadow, starting: true } })).toEqual(['starting', null]);
  expect(judge({ status: undefined, plugin: { ...plugin, paused: true } })).toEqual(['paused', null]);
});
