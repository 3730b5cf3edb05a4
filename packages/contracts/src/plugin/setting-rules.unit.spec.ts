import { expect, test } from 'vitest';
import { z } from 'zod';
import { configJsonSchema } from './config-json-schema.ts';
import { ordered, orderFaults, ruledText, textFault } from './setting-rules.ts';

const config = ordered(
  z.strictObject({
    counts: z.array(ruledText('topic_pattern')).default(['activity.**']),
    low: z.int().default(2),
    high: z.int().default(4),
  }),
  [{ setting: 'low', other: 'high', below: true }],
);
const schema = configJsonSchema(config);

test('a rule is checked by zod and named in the schema', () => {
  expect(config.safeParse({ counts: ['activity.work.*'] }).success).toBe(true);
  expect(config.safeParse({ counts: ['work.*'] }).error?.issues).toMatchObject([
    {
      path: ['counts', 0],
      message: 'It holds "work.*": it must be an event type or topic pattern with the prefix activity.',
    },
  ]);
  expect(schema).toMatchObject({ properties: { counts: { items: { type: 'string', 'x-rule': 'topic_pattern' } } } });
  expect(
    configJsonSchema(z.strictObject({ one: ruledText('host_port').max(9).default('a:1').meta({ title: 'One' }) })),
  ).toMatchObject({ properties: { one: { 'x-rule': 'host_port', maxLength: 9, default: 'a:1', title: 'One' } } });
});

test('who reads the schema finds what zod finds', () => {
  expect(textFault('topic_pattern', 'activity.work.*', 'counts')).toBeUndefined();
  expect(textFault('topic_pattern', 'work.*', 'counts')).toEqual({
    code: 'setting_topic_pattern',
    values: { setting: 'counts', text: 'work.*' },
  });
  expect(textFault('of_a_newer_hub', 'work.*', 'counts')).toBeUndefined();
  expect([config.safeParse({ high: 3 }).success, orderFaults(schema, { high: 3 })]).toEqual([true, []]);
  expect(config.safeParse({ high: 2 }).error?.issues).toMatchObject([
    { path: ['low'], message: 'It must be below high.' },
  ]);
  expect(orderFaults(schema, { high: 2 })).toEqual([
    { setting: 'low', fault: { code: 'setting_below', values: { setting: 'low', limit: 'high' } } },
  ]);
});

test.each([[null], [[null]], ['low'], [[{ setting: 'low' }]]])('an order that is none demands nothing: %j', (rules) => {
  expect(orderFaults({ ...schema, 'x-ordered': rules }, { high: 2 })).toEqual([]);
});
