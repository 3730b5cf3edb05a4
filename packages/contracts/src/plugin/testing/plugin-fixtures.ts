import { z } from 'zod';
import type { RecordedEvent } from '../../event.ts';
import { type TrialPlugin, TrialRun, type TrialState } from '../trial-run.ts';
import { differencesOf } from './differences-of.ts';
import { eachOnce, fixtureEvents, recordedEvents } from './fixture-events.ts';

const jsonObject = z.record(z.string(), z.json());

/** One given, when and what to expect. `expect` says what must hold: objects may leave fields out, lists are complete. */
export const fixtureScenario = z.strictObject({
  name: z.string().min(1),
  config: jsonObject.default({}).describe('Settings that differ from the defaults.'),
  window: z.string().optional().describe('The kind of window to look at; the first of the manifest when left out.'),
  given: fixtureEvents.default([]),
  when: fixtureEvents.default([]),
  quiet_until: z.iso.datetime().optional().describe('Nothing happens until then: deadlines fire.'),
  expect: z.strictObject({
    state: jsonObject.optional(),
    view: jsonObject.optional(),
    derived: z.array(jsonObject).optional(),
    metrics: z.array(jsonObject).optional(),
    findings: z.array(jsonObject).optional(),
  }),
});
export type FixtureScenario = z.infer<typeof fixtureScenario>;

/**
 * The fixtures of a plugin, `<id>.fixtures.json`: what its author says it does, in the same form for every language. An event names
 * only what matters; the rest is filled in by `recordedEventFixture`.
 */
export const pluginFixtures = z.strictObject({
  history: fixtureEvents.default([]).describe('More events for the conformance suite.'),
  scenarios: z.array(fixtureScenario).min(1),
});
export type PluginFixtures = z.infer<typeof pluginFixtures>;

/** Every event of the fixtures once, in the order of (timestamp, event_id). */
export function historyOf({ history, scenarios }: PluginFixtures): readonly RecordedEvent[] {
  return eachOnce([...history, ...scenarios.flatMap(({ given, when }) => [...given, ...when])]);
}

/** @returns what differs from `expect`, as sentences; empty when all of it holds. */
export async function runScenario(plugin: TrialPlugin, scenario: FixtureScenario): Promise<readonly string[]> {
  const trial = new TrialRun(plugin);
  await trial.take(recordedEvents(scenario.given));
  const before = {
    derived: trial.derived.length,
    metrics: trial.metrics.length,
    findings: trial.findings.length,
  };
  const when = recordedEvents(scenario.when);
  // One at a time, so that what they yield comes in their own order.
  for (const event of when) await trial.take([event]);
  if (scenario.quiet_until !== undefined) await trial.quietUntil(scenario.quiet_until);
  const kind = scenario.window ?? plugin.manifest.windows[0] ?? 'all';
  const looked = plugin.kind === 'detector' ? 'all' : kind;
  const ofWindow = <Item extends { readonly window: { readonly kind: string } }>(items: readonly Item[]): Item[] =>
    items.filter(({ window }) => window.kind === looked);
  const shown = lastState(trial, looked);
  const actual = {
    state: shown?.state,
    view: shown?.view,
    derived: ofWindow(trial.derived.slice(before.derived)),
    metrics: ofWindow(trial.metrics.slice(before.metrics)),
    findings: ofWindow(trial.findings.slice(before.findings)),
  };
  return [
    ...[...Map.groupBy(trial.faults, ({ reason }) => reason)].map(([reason, { length }]) =>
      length === 1 ? `it failed at an event: ${reason}` : `it failed at ${length} events: ${reason}`,
    ),
    ...differencesOf(scenario.expect, actual, ''),
  ];
}

function lastState({ states }: TrialRun, kind: string): TrialState | undefined {
  return [...states.values()].filter(({ window }) => window.kind === kind).at(-1);
}
