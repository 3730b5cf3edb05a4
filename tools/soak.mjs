// The long form of the runs that `npm test` does briefly. Takes about a quarter of an hour.
import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const node = path.join(root, 'node_modules/.bin/node');
const child = spawn(node, ['e2e/support/soak.ts', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
