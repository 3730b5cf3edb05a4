import { AssertionError } from 'node:assert';
import { historyOf, type PluginFixtures, runScenario } from '@activity-hub/contracts/plugin/testing/plugin-fixtures';
import { programConformance } from '@activity-hub/contracts/plugin/testing/program-conformance';
import type { PluginFolder } from './open-plugin-folder.ts';
import { errorOf, faultsOf, type TestOutcome } from './test-outcome.ts';

/** Asks an aggregator or a detector. */
export async function testProgram(opened: PluginFolder, fixtures: PluginFixtures): Promise<TestOutcome[]> {
  return [...(await conformanceOutcomes(opened, fixtures)), ...(await fixtureOutcomes(opened, fixtures))];
}

async function conformanceOutcomes(opened: PluginFolder, fixtures: PluginFixtures): Promise<TestOutcome[]> {
  const plugin = await opened.open({});
  const another = await opened.open({});
  const outcomes: TestOutcome[] = [];
  try {
    for (const { name, run } of programConformance(plugin, historyOf(fixtures), another)) {
      const broken = await run().then(() => undefined, errorOf);
      outcomes.push({ part: 'conformance', name, faults: broken === undefined ? [] : [broken.message] });
      if (broken === undefined || broken instanceof AssertionError) continue;
      // The plugin as a whole is wrong: every other promise would be answered by the same sentence.
      return [
        ...outcomes.slice(0, -1),
        { part: 'conformance', name: 'runs over the sample history', faults: [broken.message] },
      ];
    }
  } finally {
    await Promise.all([plugin.stop(), another.stop()]);
  }
  return outcomes;
}

async function fixtureOutcomes(opened: PluginFolder, { scenarios }: PluginFixtures): Promise<TestOutcome[]> {
  const outcomes: TestOutcome[] = [];
  for (const scenario of scenarios) {
    const faults = await faultsOf(async () => {
      const plugin = await opened.open(scenario.config);
      try {
        return await runScenario(plugin, scenario);
      } finally {
        await plugin.stop();
      }
    });
    outcomes.push({ part: 'fixtures', name: scenario.name, faults });
  }
  return outcomes;
}
