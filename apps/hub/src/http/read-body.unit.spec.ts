import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { readBody } from './read-body.ts';

it.each([
  ['within its bound as late', 10, 'request_timeout'],
  ['beyond its bound as too large', 11, 'body_too_large'],
])('refuses a body that does not end, %s', async (_title, bytes, code) => {
  const body = new PassThrough();
  body.write('x'.repeat(bytes));
  await expect(readBody(body, undefined, { maxBytes: 10, timeoutMs: 50 })).rejects.toMatchObject({ code });
});
