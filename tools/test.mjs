/** `npm test`: unit, integration and browser tests, and one line that sums them up. */
import { ensureInstalled, runProgram } from './install.mjs';

await ensureInstalled();
process.exitCode = await runProgram(['tools/test/main.ts', ...process.argv.slice(2)]);
