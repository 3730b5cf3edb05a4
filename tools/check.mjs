/** `npm run check`: everything that can be known about the source without running it. */
import { ensureInstalled, runProgram } from './install.mjs';

await ensureInstalled();
process.exitCode = await runProgram(['tools/check/main.ts', ...process.argv.slice(2)]);
