import { test as base, expect } from '@playwright/test';

export const locales = ['en', 'ru'] as const;
type ConsoleLocale = (typeof locales)[number];

interface ConsoleFixtures {
  /** Names an error that the page is expected to log. Every other one fails the test, whatever else it checks. */
  readonly expectError: (pattern: RegExp) => void;
  readonly speak: (locale: ConsoleLocale) => Promise<void>;
}

/** A browser at the console. */
export const test = base.extend<ConsoleFixtures>({
  expectError: [
    async ({ page }, use) => {
      const errors: string[] = [];
      const expected: RegExp[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      page.on('pageerror', (error) => errors.push(error.message));
      await use((pattern) => expected.push(pattern));
      expect(errors.filter((text) => !expected.some((pattern) => pattern.test(text)))).toEqual([]);
    },
    { auto: true },
  ],
  speak: async ({ context, baseURL }, use) => {
    await use(async (locale) => {
      await context.addCookies([{ name: 'locale', value: locale, url: baseURL ?? '' }]);
    });
  },
});
