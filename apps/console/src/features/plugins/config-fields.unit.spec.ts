import { describe, expect, test } from 'vitest';
import { configChanges } from './config-changes.ts';
import { draftOf, fieldsOf, readField, withDefaults } from './config-fields.ts';

const schema = {
  type: 'object',
  properties: {
    weights: { type: 'object', additionalProperties: { type: 'number', minimum: 0 }, default: { a: 1 } },
    milestones: { type: 'array', items: { type: 'integer', minimum: 2 }, default: [50, 100], description: 'Scores.' },
    mode: { type: 'string', enum: ['fast', 'exact'] },
    name: { type: 'string' },
    share: { type: 'number', minimum: 0, maximum: 1 },
    strict: { type: 'boolean', default: true },
    nested: { type: 'object', properties: { deep: { type: 'string' } } },
  },
};
const fields = fieldsOf(schema);
const field = (name: string) => {
  const found = fields.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no field ${name}`);
  return found;
};

describe('the fields of a configuration', () => {
  test('are of the kinds of its schema', () => {
    expect(fields.map(({ name, kind }) => [name, kind])).toEqual([
      ['weights', 'record'],
      ['milestones', 'list'],
      ['mode', 'choice'],
      ['name', 'text'],
      ['share', 'number'],
      ['strict', 'switch'],
      ['nested', 'json'],
    ]);
  });

  test('are written and read without a loss', () => {
    const config = {
      weights: { 'activity.work.**': 2.5, a: 0 },
      milestones: [3, 7],
      mode: 'exact',
      name: 'x',
      share: 0.25,
      strict: false,
      nested: { deep: 'y' },
    };
    const read = fields.map((one) => [one.name, readField(one, draftOf(one, config[one.name as keyof typeof config]))]);
    expect(Object.fromEntries(read)).toEqual(
      Object.fromEntries(Object.entries(config).map(([name, value]) => [name, { value }])),
    );
  });

  test('begin with what is configured, then with the default', () => {
    const config = withDefaults(fields, { share: 0.5, milestones: [3] });
    expect(config).toEqual({ share: 0.5, milestones: [3], weights: { a: 1 }, strict: true });
    expect(draftOf(field('strict'), config['strict'])).toBe(true);
  });

  test.each([
    ['share', '', 'number'],
    ['share', '2', 'tooLarge'],
    ['share', '-1', 'tooSmall'],
    ['milestones', '5\nmany', 'number'],
    ['milestones', '5.5', 'whole'],
    ['nested', '{', 'json'],
  ] as const)('say what is wrong: %s %j', (name, draft, fault) => {
    expect(readField(field(name), draft)).toEqual({ fault });
  });

  test('name every line of a record once', () => {
    const line = { id: 0, name: 'a', value: '1' };
    expect(readField(field('weights'), [line, { ...line, id: 1 }])).toEqual({ fault: 'twice' });
    expect(readField(field('weights'), [{ ...line, name: ' ' }])).toEqual({ fault: 'unnamed' });
  });
});

test('changes of a configuration are told by path', () => {
  expect(configChanges({ weights: { a: 1, b: 2 }, same: [1] }, { weights: { a: 3, c: 4 }, same: [1] })).toEqual([
    { path: 'weights › a', before: 1, after: 3 },
    { path: 'weights › b', before: 2, after: undefined },
    { path: 'weights › c', before: undefined, after: 4 },
  ]);
});
