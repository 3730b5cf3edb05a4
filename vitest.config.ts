import path from 'node:path';
import { defineConfig } from 'vitest/config';

const EXCLUDED = ['**/node_modules/**', '**/.next/**', '**/.turbo/**', '**/.data/**'];
const PLACES = '{packages,apps,tools,e2e}';

/** Not a property that fails: another seed would pass, and the counterexample would be gone. Why at all: decision 016. */
const SECOND_TRY = { count: process.env['CI'] === undefined ? 0 : 1, condition: /^(?!Property failed)/ };

// As `npm test` sets it, for runs without it: a start of the hub takes a quarter less.
process.env['NODE_COMPILE_CACHE'] ??= path.join(import.meta.dirname, 'node_modules/.cache/node-compile');

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [`${PLACES}/**/*.unit.spec.{ts,tsx}`],
          exclude: EXCLUDED,
          testTimeout: 10_000,
          // Half the time of these specs was reading the same modules for each file. They share nothing but those:
          // who fakes the clock or a global puts it back.
          isolate: false,
        },
      },
      {
        test: {
          name: 'int',
          include: [`${PLACES}/**/*.int.spec.ts`],
          exclude: EXCLUDED,
          globalSetup: ['packages/db/src/testing/global-setup.ts'],
          // Only what fails waits so long; a start of the hub takes half a minute where other work holds the cores.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          retry: SECOND_TRY,
          // As above. Each file has databases, ports and folders of its own.
          isolate: false,
          // Half of what they do is waiting. All share one PostgreSQL and one ClickHouse with a machine of two cores.
          maxWorkers: 2,
        },
      },
    ],
  },
});
