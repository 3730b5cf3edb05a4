import type { TestOutcome } from './test-outcome.ts';
import type { PluginTest } from './test-plugin.ts';

const parts: readonly { readonly part: TestOutcome['part']; readonly title: string }[] = [
  { part: 'folder', title: 'Folder' },
  { part: 'conformance', title: 'What every plugin promises' },
  { part: 'fixtures', title: 'Fixtures' },
];

export function describeTest({ id, version, outcomes, missing }: PluginTest): string {
  const failed = outcomes.filter(({ faults }) => faults.length > 0).length;
  const verdict = failed === 0 ? `All ${outcomes.length} hold.` : `${failed} of ${outcomes.length} do not hold.`;
  return [
    `${id} ${version}`,
    ...parts.flatMap(({ part, title }) => ['', title, ...outcomes.filter((each) => each.part === part).map(line)]),
    '',
    verdict,
    ...missing.map((name) => `Its manifest still lacks ${name}: a mark stands in its place, and people read it.`),
  ].join('\n');
}

function line({ name, faults }: TestOutcome): string {
  const reasons = faults.flatMap((fault) => fault.split('\n')).map((text) => `      ${text}`);
  return [`  ${faults.length === 0 ? '✓' : '✗'} ${name}`, ...reasons].join('\n');
}
