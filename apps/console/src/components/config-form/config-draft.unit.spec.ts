import { describe, expect, test } from 'vitest';
import { asForm, asText, configDraftOf, readConfig, shownDrafts } from './config-draft.ts';
import { fieldsOf, withDefaults, withoutDefaults } from './config-fields.ts';
import { type FieldDraft, newRow } from './field-draft.ts';

const route = {
  type: 'object',
  properties: { kind: { type: 'string', default: '*' }, share: { type: 'number', default: 1, maximum: 1 } },
  additionalProperties: false,
};
const fields = fieldsOf({
  type: 'object',
  properties: {
    weights: { type: 'object', additionalProperties: { type: 'number', minimum: 0 }, default: { a: 1 } },
    mapping: { type: 'object', additionalProperties: { type: 'string' }, default: { x: '/payload/x' } },
    milestones: { type: 'array', items: { type: 'integer', minimum: 2 }, default: [50, 100], description: 'Scores.' },
    brokers: { type: 'array', items: { type: 'string' }, default: [], needed: true },
    mode: { type: 'string', enum: ['fast', 'exact'], default: 'fast' },
    name: { type: 'string' },
    token: { type: 'string', default: '', secret: true },
    share: { type: 'number', minimum: 0, maximum: 1, default: 0.5 },
    strict: { type: 'boolean', default: true },
    crm: { ...route, default: {} },
    routes: { type: 'array', items: route, default: [{}] },
    perhaps: route,
    open: { type: 'object', properties: {}, additionalProperties: {}, default: {} },
  },
  required: ['name'],
});
const defaults = {
  weights: { a: 1 },
  mapping: { x: '/payload/x' },
  milestones: [50, 100],
  brokers: [],
  mode: 'fast',
  token: '',
  share: 0.5,
  strict: true,
  crm: { kind: '*', share: 1 },
  routes: [{ kind: '*', share: 1 }],
  open: {},
};
const complete = { name: 'x', brokers: ['kafka:9092'] };
const written = (drafts: Readonly<Record<string, FieldDraft>>) =>
  readConfig(fields, { ...configDraftOf(complete), drafts });

describe('the fields of a configuration', () => {
  test('are of the kinds of its schema', () => {
    expect(fields.map(({ name, kind }) => [name, kind])).toEqual([
      ['weights', 'record'],
      ['mapping', 'record'],
      ['milestones', 'list'],
      ['brokers', 'list'],
      ['mode', 'choice'],
      ['name', 'text'],
      ['token', 'text'],
      ['share', 'number'],
      ['strict', 'switch'],
      ['crm', 'group'],
      ['routes', 'rows'],
      ['perhaps', 'json'],
      ['open', 'json'],
    ]);
  });

  test('know what is secret, and what nothing works without', () => {
    expect(fields.filter(({ secret }) => secret).map(({ name }) => name)).toEqual(['token']);
    expect(fields.filter(({ needed }) => needed).map(({ name }) => name)).toEqual(['brokers', 'name']);
  });

  test('are called in the language of the reader, or as well as the schema can', () => {
    const [both, one, name] = fieldsOf({
      properties: {
        goal: {
          title: 'Goal',
          description: 'Lessons of one day.',
          'x-title': { en: 'Goal', ru: 'Цель' },
          'x-description': { ru: 'Уроков за день.' },
        },
        pace: { description: 'Lessons a day.', 'x-title': { ru: 'Темп' }, 'x-description': { en: 7, ru: '' } },
        'x-name': { 'x-title': 'Name' },
      },
    });
    expect(both).toMatchObject({
      title: { en: 'Goal', ru: 'Цель' },
      description: { en: 'Lessons of one day.', ru: 'Уроков за день.' },
    });
    expect(one).toMatchObject({
      title: { en: 'Темп', ru: 'Темп' },
      description: { en: 'Lessons a day.', ru: 'Lessons a day.' },
    });
    expect(name).toMatchObject({ title: { en: 'x-name', ru: 'x-name' }, description: undefined });
  });

  test('begin with what is configured, then with the default', () => {
    expect(withDefaults(fields, { share: 0.75, crm: { kind: 'late' } })).toEqual({
      ...defaults,
      share: 0.75,
      crm: { kind: 'late', share: 1 },
    });
  });
});

describe('a configuration in the form', () => {
  const config = {
    weights: { 'activity.work.**': 2.5, a: 0 },
    mapping: {},
    milestones: [3, 7],
    brokers: ['a:1', 'b:2'],
    mode: 'exact',
    name: 'y',
    token: 'T',
    share: 0.25,
    strict: false,
    crm: { kind: 'z', share: 0 },
    routes: [
      { kind: 'a', share: 0.5 },
      { kind: 'b', share: 1 },
    ],
    perhaps: { kind: 'k' },
    open: { deep: ['er'] },
    'not/of~the schema': 1,
  };

  test('is shown with the names of a record in their order, however it is kept', () => {
    const shown = shownDrafts(
      fields,
      configDraftOf({ ...complete, weights: { work: 1, 'work.done': 3, learning: 2 } }),
    );
    expect(shown['weights']).toMatchObject({ lines: [{ name: 'learning' }, { name: 'work' }, { name: 'work.done' }] });
  });

  test('is written and read without a loss', () => {
    const drafts = shownDrafts(fields, configDraftOf(config));
    expect(readConfig(fields, { ...configDraftOf({ 'not/of~the schema': 1 }), drafts })).toEqual({
      value: config,
      faults: [],
    });
  });

  test('is sent without what is a default anyway', () => {
    expect(withoutDefaults(fields, readConfig(fields, configDraftOf(complete)).value)).toEqual(complete);
    expect(withoutDefaults(fields, written({ crm: { drafts: { kind: 'v', share: '1' } } }).value)).toEqual({
      ...complete,
      crm: { kind: 'v' },
    });
    expect(withoutDefaults(fields, config)).toEqual(config);
  });

  test('has no setting that may be absent and was emptied', () => {
    const given = configDraftOf({ ...complete, perhaps: { kind: 'k' } });
    expect(readConfig(fields, { ...given, drafts: { perhaps: ' ' } }).value).not.toHaveProperty('perhaps');
  });

  test('takes a row more', () => {
    const routes = fields.find(({ name }) => name === 'routes');
    if (routes === undefined) throw new Error('no routes');
    const row = newRow(routes, [{ id: 4, drafts: {} }]);
    expect(row).toEqual({ id: 5, drafts: { kind: '*', share: '1' } });
    expect(written({ routes: { rows: [row] } }).value['routes']).toEqual([{ kind: '*', share: 1 }]);
  });

  test.each([
    [{ share: '' }, '/share', { kind: 'number' }],
    [{ share: '2' }, '/share', { kind: 'tooLarge', limit: 1 }],
    [{ share: '-1' }, '/share', { kind: 'tooSmall', limit: 0 }],
    [{ milestones: '5\nmany' }, '/milestones', { kind: 'number' }],
    [{ milestones: '5.5' }, '/milestones', { kind: 'whole' }],
    [{ perhaps: '{' }, '/perhaps', { kind: 'json' }],
    [{ brokers: '\n' }, '/brokers', { kind: 'missing' }],
    [{ name: ' ' }, '/name', { kind: 'missing' }],
    [{ weights: { lines: [{ id: 0, name: 'a', value: 'x' }] } }, '/weights/a', { kind: 'number' }],
    [{ weights: { lines: [{ id: 0, name: ' ', value: '1' }] } }, '/weights/', { kind: 'unnamed' }],
    [
      {
        mapping: {
          lines: [
            { id: 0, name: 'a', value: '/a' },
            { id: 1, name: 'a', value: '/b' },
          ],
        },
      },
      '/mapping/a',
      { kind: 'twice' },
    ],
    [{ crm: { drafts: { kind: '', share: '7' } } }, '/crm/share', { kind: 'tooLarge', limit: 1 }],
    [{ routes: { rows: [{ id: 9, drafts: { kind: '', share: 'x' } }] } }, '/routes/0/share', { kind: 'number' }],
  ] as const)('says what is wrong, and where: %j', (drafts, pointer, fault) => {
    const { value, faults } = written(drafts);
    expect(faults).toEqual([[pointer, fault]]);
    expect(value).toEqual(withDefaults(fields, complete));
  });
});

test('every line of a record tells its own fault', () => {
  const lines = [
    { id: 0, name: 'a', value: '1' },
    { id: 1, name: 'b/c', value: 'x' },
    { id: 2, name: 'd', value: '-1' },
  ];
  const { value, faults } = written({ weights: { lines } });
  expect(faults).toEqual([
    ['/weights/b~1c', { kind: 'number' }],
    ['/weights/d', { kind: 'tooSmall', limit: 0 }],
  ]);
  expect(value['weights']).toEqual({ a: 1 });
});

describe('a configuration as text', () => {
  test('says the same as the form, and the form the same as it', () => {
    const drafts = { share: '0,75' };
    const text = asText(fields, { ...configDraftOf(complete), drafts });
    expect(readConfig(fields, text).value).toEqual({ ...defaults, ...complete, share: 0.75 });
    const form = asForm({ ...text, text: '{"share": 0.1}' });
    expect(form).toEqual(configDraftOf({ share: 0.1 }));
  });

  test.each(['{', '[]', ''])('that is no object is no configuration: %j', (text) => {
    const draft = { ...configDraftOf({}), text };
    expect(readConfig(fields, draft).faults).toEqual([['', { kind: 'object' }]]);
    expect(asForm(draft)).toBe(undefined);
  });
});

describe('rules that JSON Schema has no words for', () => {
  const topics = { type: 'string', 'x-rule': 'topic_pattern' };
  const schema = {
    type: 'object',
    properties: {
      counts: { type: 'array', items: topics, default: [] },
      weights: { type: 'object', propertyNames: topics, additionalProperties: { type: 'number' }, default: {} },
      low: { type: 'integer', default: 2 },
      high: { type: 'integer', default: 4 },
    },
    'x-ordered': [{ setting: 'low', other: 'high' }],
  };
  const faultsOf = (drafts: Readonly<Record<string, FieldDraft>>) =>
    readConfig(fieldsOf(schema), { ...configDraftOf({}), drafts }, schema).faults;

  test('leave what was written to the text of the configuration', () => {
    const drafts = { counts: 'activity.work.*\nwork', weights: { lines: [{ id: 1, name: 'work', value: '1' }] } };
    const { value } = readConfig(fieldsOf(schema), { ...configDraftOf({}), drafts }, schema);
    expect(value).toMatchObject({ counts: ['activity.work.*', 'work'], weights: { work: 1 } });
  });

  test('are told at their field', () => {
    expect(faultsOf({ counts: 'activity.work.*', low: '4' })).toEqual([]);
    const broken = (setting: string) => ({
      kind: 'rule',
      reason: { code: 'setting_topic_pattern', values: { setting, text: 'work' } },
    });
    expect(faultsOf({ counts: 'activity.work.*\nwork' })).toEqual([['/counts', broken('counts')]]);
    expect(faultsOf({ weights: { lines: [{ id: 1, name: 'work', value: '1' }] } })).toEqual([
      ['/weights/work', broken('weights')],
    ]);
    expect(faultsOf({ high: '1' })).toEqual([
      ['/low', { kind: 'rule', reason: { code: 'setting_large', values: { setting: 'low', limit: 'high' } } }],
    ]);
  });
});
