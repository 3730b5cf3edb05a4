import { defineConfig } from '@playwright/test';

/** Vitest's. */
const notForBrowsers = ['**/*.unit.spec.ts', '**/*.int.spec.ts'];

/** Of the first project's test; every worker reads this file again after the global setup has named it. */
const session = process.env['E2E_ADMIN_SESSION'];
const asAdmin = session === undefined ? {} : { storageState: session };

/**
 * The whole system in a browser. It begins empty, so the projects run one after the other: the first admin,
 * what an empty hub shows, then the demo's events, then everything else.
 */
export default defineConfig({
  testDir: import.meta.dirname,
  globalSetup: './support/global-setup.ts',
  workers: 2,
  // Why: docs/decisions/016.
  retries: process.env['CI'] === undefined ? 0 : 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  outputDir: '../test-results',
  forbidOnly: process.env['CI'] !== undefined,
  use: {
    // Set by the global setup; every worker reads this file again after it.
    ...(process.env['E2E_CONSOLE_URL'] === undefined ? {} : { baseURL: process.env['E2E_CONSOLE_URL'] }),
    launchOptions: {
      ...(process.env['E2E_CHROMIUM'] === undefined ? {} : { executablePath: process.env['E2E_CHROMIUM'] }),
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    },
    // Recording takes a fifth of the whole run. In CI a test that failed is tried again: only then it is recorded.
    trace: process.env['CI'] === undefined ? 'retain-on-failure' : 'on-first-retry',
    screenshot: 'only-on-failure',
    locale: 'en-GB',
    timezoneId: 'Asia/Tokyo',
  },
  projects: [
    { name: 'first admin', testMatch: 'first-admin.setup.ts' },
    {
      name: 'empty hub',
      testMatch: 'first-event.spec.ts',
      dependencies: ['first admin'],
      use: asAdmin,
    },
    {
      name: 'demo',
      testMatch: 'demo.setup.ts',
      dependencies: ['empty hub'],
      use: asAdmin,
    },
    {
      name: 'console',
      use: asAdmin,
      testMatch: '*.spec.ts',
      testIgnore: ['first-event.spec.ts', ...notForBrowsers],
      dependencies: ['demo'],
    },
  ],
});
