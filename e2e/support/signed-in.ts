import type { Page } from '@playwright/test';

/** Made by the first test of all, on the page that every new hub shows. */
export const admin = { name: 'Ada Admin', email: 'ada@hub.example', password: 'a long and quiet sentence' } as const;

/** Where the session of the admin lies between the projects. Set by the global setup. */
export function adminSession(): string {
  const file = process.env['E2E_ADMIN_SESSION'];
  if (file === undefined)
    throw new Error('E2E_ADMIN_SESSION is not set: run the tests through e2e/playwright.config.ts.');
  return file;
}

export const nobody = { cookies: [], origins: [] };

export async function signIn(page: Page, person: { readonly email: string; readonly password: string }): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(person.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
