import path from 'node:path';
import { checkDependencies } from './dependency-rules.ts';
import { checkFiles } from './file-rules.ts';
import { checkLockFile } from './lock-file.ts';
import { checkMarkdownLinks } from './markdown-links.ts';
import { commandComplaints } from './run-command.ts';

const root = path.join(import.meta.dirname, '../..');
const bin = (name: string) => path.join(root, 'node_modules/.bin', name);

interface Step {
  readonly name: string;
  /** What is wrong; empty when nothing is. */
  run(): Promise<string[]> | string[];
}

const steps: readonly Step[] = [
  { name: 'format and lint', run: () => commandComplaints(bin('biome'), ['ci', '--max-diagnostics=50', '.'], root) },
  { name: 'promises and types in use', run: () => commandComplaints(bin('oxlint'), ['--type-aware'], root) },
  { name: 'types', run: checkTypes },
  { name: 'files: length, names, no barrel', run: () => checkFiles(root) },
  { name: 'pages: links lead somewhere, every page is found', run: () => checkMarkdownLinks(root) },
  { name: 'dependencies: direction, rooms, no cycle', run: () => checkDependencies(root) },
  { name: 'lock file', run: () => checkLockFile(root) },
];

async function checkTypes(): Promise<string[]> {
  // Without its daemon: one that turbo starts keeps our pipe open, and the check would wait for its end.
  const args = ['run', 'typecheck', '--no-daemon', '--output-logs=errors-only', '--log-order=grouped'];
  const workspaces = await commandComplaints(bin('turbo'), args, root);
  return [...workspaces, ...(await commandComplaints(bin('tsc'), ['-p', 'tools'], root))];
}

async function main(): Promise<void> {
  const abandoned = () => process.exit(1);
  process.once('disconnect', abandoned);
  let failed = 0;
  for (const [index, step] of steps.entries()) {
    const title = `[${index + 1}/${steps.length}] ${step.name}`;
    if (process.stdout.isTTY) process.stdout.write(`  ${title} …`);
    const started = performance.now();
    const complaints = await step.run();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    if (process.stdout.isTTY) process.stdout.write('\r\u001b[2K');
    console.log(`${complaints.length === 0 ? '✔' : '✖'} ${title} (${seconds} s)`);
    for (const complaint of complaints) console.log(complaint.replace(/^/gm, '    '));
    if (complaints.length > 0) failed += 1;
  }
  console.log(failed === 0 ? 'check passed' : `check failed: ${failed} of ${steps.length} steps`);
  // A listener keeps the channel to the parent open, and with it this process.
  process.off('disconnect', abandoned);
  process.exitCode = failed === 0 ? 0 : 1;
}

await main();
