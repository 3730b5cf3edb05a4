import { createHmac, randomBytes } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { verifySnippets } from './verify-snippets.ts';

type Verify = (headers: Readonly<Record<string, string>>, rawBody: string) => boolean;

const key = randomBytes(32);
const body = '{"event_id":"x"}';

/** The text as a receiver would run it. */
async function shownCode(): Promise<Verify> {
  vi.stubEnv('WEBHOOK_SECRET', `whsec_${key.toString('base64')}`);
  const address = `data:text/javascript,${encodeURIComponent(verifySnippets.typescript)}`;
  const module = (await import(/* @vite-ignore */ address)) as { readonly isFromTheHub: Verify };
  vi.unstubAllEnvs();
  return module.isFromTheHub;
}

function signed(at: number): Readonly<Record<string, string>> {
  const signature = createHmac('sha256', key).update(`id-1.${at}.${body}`).digest('base64');
  return {
    'webhook-id': 'id-1',
    'webhook-timestamp': String(at),
    'webhook-signature': `v1,${randomBytes(32).toString('base64')} v1,${signature}`,
  };
}

test('the shown code knows what the hub signed, and nothing else', async () => {
  const verify = await shownCode();
  const now = Math.floor(Date.now() / 1_000);
  expect(verify(signed(now), body)).toBe(true);
  expect(verify(signed(now), `${body} `)).toBe(false);
  expect(verify(signed(now - 3_600), body)).toBe(false);
  expect(verify({ ...signed(now), 'webhook-id': 'id-2' }, body)).toBe(false);
});
