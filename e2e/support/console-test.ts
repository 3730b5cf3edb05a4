import { test as base, expect, type Page } from '@playwright/test';

export const locales = ['en', 'ru'] as const;
type ConsoleLocale = (typeof locales)[number];

interface ConsoleFixtures {
  /** Names an error that the page is expected to log. Every other one fails the test, whatever else it checks. */
  readonly expectError: (pattern: RegExp) => void;
  readonly speak: (locale: ConsoleLocale) => Promise<void>;
}

/** React marks every element it has taken over from the server's page; before that a click goes unheard. */
async function untilAlive(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const controls = [...document.querySelectorAll('body :is(a, button, select, input)')];
    return (
      controls.length > 0 && controls.every((each) => Object.keys(each).some((key) => key.startsWith('__reactProps$')))
    );
  });
}

/** A browser at the console. It does not touch a page before the page has come to life. */
export const test = base.extend<ConsoleFixtures>({
  page: async ({ page }, use) => {
    const goto = page.goto.bind(page);
    page.goto = async (url, options) => {
      const answer = await goto(url, options);
      await untilAlive(page);
      return answer;
    };
    await use(page);
  },
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
