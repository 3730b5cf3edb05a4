import path from 'node:path';

/**
 * The young generation of V8 grows to three times this many MiB and stays there. By default it took 128 MiB of
 * an idle hub; with 16 the hub is smaller by a third (196 against 300 MiB) and takes as many events. Processing makes more
 * that lives a little longer: 32 save a fifth of its processor time in a back-fill for 45 MiB, 48 no more than that.
 */
const youngGenerationMib = { default: 16, processing: 32 };

/**
 * How far V8 lets the heap grow beyond what lived at the last collection: 60 to 140 MiB live, and left to itself it took 540
 * before it collected. Twice what lives brought processing from 433 and 737 MiB to 369 and 450, dispatch from 400 to 325, and
 * none of them took more processor time than it varies by. Processing holds three long batches at once since then: of
 * people spread wide they took 510 MiB with 100 and 493 with 70, at the same rate to that of reading; 451 with 50 and the floor below.
 */
const heapGrowingPercent = { default: 100, processing: 50 };

/**
 * Below that many MiB of what lives long V8 does not look for what has died of it: none by default. Processing went through 35 MiB
 * of living states every 350 ms, half of what all collections cost.
 */
const oldGenerationMib = { default: 0, processing: 220 };

/** How Node itself is set for a hub process. @param roles as on the command line */
export function hubNodeOptions(roles: string): readonly string[] {
  const role = roles.split(',').includes('process') ? 'processing' : 'default';
  const floor = oldGenerationMib[role];
  return [
    `--max-semi-space-size=${youngGenerationMib[role]}`,
    `--heap-growing-percent=${heapGrowingPercent[role]}`,
    ...(floor > 0 ? [`--initial-old-space-size=${floor}`] : []),
  ];
}

/**
 * The arguments with which Node runs a hub process.
 * @param roles as on the command line: ingest,query or process
 */
export function hubProgram(roles: string): readonly string[] {
  return [...hubNodeOptions(roles), path.join(import.meta.dirname, 'main.ts'), '--roles', roles];
}
