/** `npm start`: installs what is missing, then hands over to the hub's own start program. */
import { ensureInstalled, runProgram } from './install.mjs';

await ensureInstalled();
process.exitCode = await runProgram(['apps/hub/src/cli/start/start.ts', ...process.argv.slice(2)]);
