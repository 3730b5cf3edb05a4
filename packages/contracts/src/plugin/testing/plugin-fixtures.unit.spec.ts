import { expect, test } from 'vitest';
import type { TrialPlugin } from '../trial-run.ts';
import { historyOf, pluginFixtures, runScenario } from './plugin-fixtures.ts';

const counter: TrialPlugin = {
  kind: 'aggregator',
  manifest: {
    id: 'counter',
    version: '1.0.0',
    kind: 'aggregator',
    hub: '^0.1.0',
    title: { en: 'Counter', ru: 'Счётчик' },
    description: { en: 'Counts.', ru: 'Считает.' },
    topics: ['activity.learning.**'],
    scope: 'stream',
    windows: ['daily', 'all'],
    emits: [],
  },
  program: {
    deadlines: false,
    keysOf: (events) => ({ keys: events.map((event) => event.user_id), faults: [] }),
    fold: (requests) =>
      requests.map(({ state, events }) => ({
        state: { events: Number(state?.['events'] ?? 0) + events.length, open: true },
        view: null,
        deadline: null,
        folded: events.length,
        fired: null,
        latest: events.length - 1,
        steps: events.map((_, index) => ({ index, deadline: null, derived: [], metrics: [{ metric: 'm', value: 1 }] })),
        faults: [],
      })),
  },
};

const at = (day: number) => ({ user_id: 'ann', timestamp: `2026-05-0${day}T09:00:00.000Z` });

async function differences(scenario: object, plugin = counter): Promise<readonly string[]> {
  const [parsed] = pluginFixtures.parse({ scenarios: [{ name: 'n', ...scenario }] }).scenarios;
  return parsed === undefined ? [] : runScenario(plugin, parsed);
}

test('what expect names must hold, in the first window or the named one', async () => {
  const scenario = { given: [at(4)], when: [at(5)] };
  expect(await differences({ ...scenario, expect: { state: { events: 1 }, metrics: [{ value: 1 }] } })).toEqual([]);
  expect(await differences({ ...scenario, window: 'all', expect: { view: { events: 2, open: true } } })).toEqual([]);
  expect(await differences({ ...scenario, expect: { state: { events: 2 }, metrics: [] } })).toEqual([
    'state.events: expected 2, got 1',
    'metrics has 1 entries, not 0',
    expect.stringMatching(/^metrics\[0\]: expected nothing, got /),
  ]);
});

test('nothing to look at is a difference', async () => {
  expect(await differences({ expect: { state: { events: 1 } } })).toEqual([
    'state: expected {"events":1}, got nothing',
  ]);
});

test('the same failure at several events is told once', async () => {
  const failing: TrialPlugin = {
    ...counter,
    kind: 'aggregator',
    program: {
      deadlines: false,
      keysOf: (events) => ({
        keys: events.map(() => null),
        faults: events.map(({ day }, index) => ({ index, reason: day === '2026-05-04' ? 'no' : 'never' })),
      }),
      fold: () => [],
    },
  };
  const when = [at(4), { ...at(4), user_id: 'bob' }, at(5)];
  expect(await differences({ when, expect: {} }, failing)).toEqual([
    'it failed at 2 events: no',
    'it failed at an event: never',
  ]);
});

test('the history has every event once, in its order', () => {
  const scenarios = [
    { name: 'a', given: [at(5), at(4)], expect: {} },
    { name: 'b', when: [at(4)], expect: {} },
  ];
  const history = historyOf(pluginFixtures.parse({ history: [at(3)], scenarios }));
  expect(history.map((event) => event.day)).toEqual(['2026-05-03', '2026-05-04', '2026-05-05']);
});

test('an event may be pasted as the API gives it: its mark stays behind', () => {
  const marked = { ...at(3), correction: null };
  expect(pluginFixtures.parse({ history: [marked], scenarios: [{ name: 'n', expect: {} }] }).history).toEqual([at(3)]);
});

test('a field nobody knows is refused', () => {
  const parsed = pluginFixtures.safeParse({ scenarios: [{ name: 'n', when: [{ user: 'ann' }], expect: {} }] });
  expect(parsed.error?.issues[0]?.path).toEqual(['scenarios', 0, 'when', 0]);
});
