import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { expect, test } from 'vitest';
import { verifySnippets } from './verify-snippets.ts';

type Verify = (headers: Readonly<Record<string, string>>, rawBody: string) => boolean;

function snippet(secret: string): Verify {
  const code = verifySnippets.typescript
    .replace(/^import .*$/m, '')
    .replace('process.env.WEBHOOK_SECRET', JSON.stringify(secret))
    .replace('export function', 'return function');
  return new Function('createHmac', 'timingSafeEqual', 'Buffer', code)(createHmac, timingSafeEqual, Buffer) as Verify;
}

const key = randomBytes(32);
const verify = snippet(`whsec_${key.toString('base64')}`);
const body = '{"event_id":"x"}';

function signed(at: number, text = body): Readonly<Record<string, string>> {
  const signature = createHmac('sha256', key).update(`id-1.${at}.${text}`).digest('base64');
  return {
    'webhook-id': 'id-1',
    'webhook-timestamp': String(at),
    'webhook-signature': `v1,${randomBytes(32).toString('base64')} v1,${signature}`,
  };
}

test('the shown code knows what the hub signed, and nothing else', () => {
  const now = Math.floor(Date.now() / 1_000);
  expect(verify(signed(now), body)).toBe(true);
  expect(verify(signed(now), `${body} `)).toBe(false);
  expect(verify(signed(now - 3_600), body)).toBe(false);
  expect(verify({ ...signed(now), 'webhook-id': 'id-2' }, body)).toBe(false);
});
