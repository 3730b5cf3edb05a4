import { argv } from 'node:process';
import { startCatchUp } from './catch-up-processing.ts';

/** A process of its own, to be killed. Its database is its only argument. */
await startCatchUp(argv[2] ?? '');
