import { configJsonSchema } from '@activity-hub/contracts/plugin/config-json-schema';
import { activityScore } from '@activity-hub/plugins/aggregators/activity-score/activity-score';
import { engagement } from '@activity-hub/plugins/aggregators/engagement/engagement';
import { expect, it } from 'vitest';
import { configFault, demandConfig } from './config-fault.ts';

const score = configJsonSchema(activityScore.manifest.config);
const levels = configJsonSchema(engagement.manifest.config);

it.each([
  [score, { milestones: 1 }, '/config/milestones', 'config.milestones must be an array.'],
  [score, { milestones: [0] }, '/config/milestones/0', 'config.milestones.0 must be above 0.'],
  [score, { unknown: 1 }, '/config/unknown', 'config.unknown is no setting of this plugin.'],
  [score, { weights: { work: 1 } }, '/config/weights', /^config\.weights holds "work": it must be an event type/],
  [levels, { window_days: 28.5 }, '/config/window_days', /whole number/],
  [levels, { counts: ['work.*'] }, '/config/counts/0', /^config\.counts\.0 holds "work\.\*"/],
  [levels, { active_leave: 13 }, '/config/active_leave', 'config.active_leave must be at most active_enter.'],
  [levels, { active_leave: 5 }, '/config/moderate_enter', 'config.moderate_enter must be below active_leave.'],
])('%# says what is wrong, where, and with a code', (schema, config, pointer, sentence) => {
  const fault = configFault(schema, config);
  expect(fault).toMatchObject({ code: 'invalid_config', pointer, message: expect.stringMatching(sentence) });
  expect(fault?.reasons).toHaveLength(1);
});

it('takes what the plugin takes', () => {
  for (const schema of [score, levels]) expect(configFault(schema, {})).toBeUndefined();
  expect(configFault(levels, { active_enter: 20, active_leave: 20 })).toBeUndefined();
});

it('tells every reason, and a plugin that cannot be opened the first', () => {
  const config = { milestones: [-1, 'x'], unknown: 1 };
  const fault = configFault(score, config);
  expect(fault?.reasons?.map(({ code }) => code).toSorted()).toEqual([
    'setting_above',
    'setting_number',
    'setting_unknown',
  ]);
  expect(() => demandConfig(score, config)).toThrow(/^Its configuration does not fit: config\./);
  expect(configFault({ type: 'object', 'x-rule': 7, 'x-ordered': 'low' }, {})).toBeUndefined();
});
