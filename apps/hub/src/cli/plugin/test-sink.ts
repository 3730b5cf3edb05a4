import { AssertionError } from 'node:assert';
import { runSinkScenario, type SinkFixtures } from '@activity-hub/contracts/plugin/testing/sink-fixtures';
import { sinkProgramConformance } from '@activity-hub/contracts/plugin/testing/sink-program-conformance';
import type { TrialSink } from '@activity-hub/contracts/plugin/testing/trial-sink';
import { Gate } from '../../bus/gate.ts';
import { errorOf, faultsOf, type TestOutcome } from './test-outcome.ts';

/** Each question has a process of its own, most of which is its start: one core asks while another starts. */
const atOnce = 3;

/** Asks a sink, with a stand-in for everybody it asks itself. */
export async function testSink(sink: TrialSink, fixtures: SinkFixtures): Promise<TestOutcome[]> {
  return [...(await conformanceOutcomes(sink, fixtures)), ...(await fixtureOutcomes(sink, fixtures))];
}

async function conformanceOutcomes(sink: TrialSink, fixtures: SinkFixtures): Promise<TestOutcome[]> {
  const [first, ...others] = sinkProgramConformance(sink, fixtures);
  const broken = await first?.run().then(() => undefined, errorOf);
  const outcome = outcomeOf(first?.name ?? '', broken);
  // It gives nothing even to a target that is well: all that follows would be answered by the same sentence.
  if (broken !== undefined && !(broken instanceof AssertionError)) return [outcome];
  return [
    outcome,
    ...(await someAtOnce(others, async ({ name, run }) => outcomeOf(name, await run().then(() => undefined, errorOf)))),
  ];
}

function outcomeOf(name: string, broken: Error | undefined): TestOutcome {
  return { part: 'conformance', name, faults: broken === undefined ? [] : [broken.message] };
}

async function fixtureOutcomes(sink: TrialSink, { scenarios }: SinkFixtures): Promise<TestOutcome[]> {
  return await someAtOnce(scenarios, async (scenario) => {
    const faults = await faultsOf(() => runSinkScenario(sink, scenario));
    return { part: 'fixtures', name: scenario.name, faults };
  });
}

async function someAtOnce<Item, Result>(
  items: readonly Item[],
  task: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const gate = new Gate(atOnce);
  return await Promise.all(items.map((item) => gate.run(() => task(item))));
}
