import { AssertionError } from 'node:assert';
import { runSinkScenario, type SinkFixtures } from '@activity-hub/contracts/plugin/testing/sink-fixtures';
import { sinkProgramConformance } from '@activity-hub/contracts/plugin/testing/sink-program-conformance';
import type { TrialSink } from '@activity-hub/contracts/plugin/testing/trial-sink';
import { errorOf, faultsOf, type TestOutcome } from './test-outcome.ts';

/** Asks a sink, with a stand-in for everybody it asks itself. */
export async function testSink(sink: TrialSink, fixtures: SinkFixtures): Promise<TestOutcome[]> {
  return [...(await conformanceOutcomes(sink, fixtures)), ...(await fixtureOutcomes(sink, fixtures))];
}

async function conformanceOutcomes(sink: TrialSink, fixtures: SinkFixtures): Promise<TestOutcome[]> {
  const outcomes: TestOutcome[] = [];
  for (const { name, run } of sinkProgramConformance(sink, fixtures)) {
    const broken = await run().then(() => undefined, errorOf);
    outcomes.push({ part: 'conformance', name, faults: broken === undefined ? [] : [broken.message] });
    // It gives nothing even to a target that is well: all that follows would be answered by the same sentence.
    if (outcomes.length === 1 && broken !== undefined && !(broken instanceof AssertionError)) break;
  }
  return outcomes;
}

async function fixtureOutcomes(sink: TrialSink, { scenarios }: SinkFixtures): Promise<TestOutcome[]> {
  const outcomes: TestOutcome[] = [];
  for (const scenario of scenarios) {
    const faults = await faultsOf(() => runSinkScenario(sink, scenario));
    outcomes.push({ part: 'fixtures', name: scenario.name, faults });
  }
  return outcomes;
}
