import path from 'node:path';
import type { Page } from '@playwright/test';

/** Made by the first test of all, on the page that every new hub shows. */
export const admin = { name: 'Ada Admin', email: 'ada@hub.example', password: 'a long and quiet sentence' } as const;

/** Where the session of the admin lies between the projects. */
export const adminSession = path.join(import.meta.dirname, '../../test-results/admin-session.json');

export const nobody = { cookies: [], origins: [] };

export async function signIn(page: Page, person: { readonly email: string; readonly password: string }): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(person.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
