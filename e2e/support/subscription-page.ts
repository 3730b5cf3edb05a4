import type { Locator, Page } from '@playwright/test';

export const openSubscription = (page: Page, id: string, query = '') => page.goto(`/subscriptions/${id}${query}`);

/** One of the counts that say what became of everything that matched. */
export const term = (page: Page, name: string): Locator => page.locator(`[data-equation] [data-count="${name}"]`);
