import { expect, test } from 'vitest';
import { boundedText } from './bounded-text.ts';
import { retryAfter } from './retry-after.ts';
import { kindOfStatus } from './target-answer.ts';

const now = Date.parse('2026-05-04T10:00:00.000Z');

test.each([
  ['30', 30],
  [' 7 ', 7],
  ['Mon, 04 May 2026 10:01:30 GMT', 90],
  ['Mon, 04 May 2026 09:00:00 GMT', 0],
  ['99999999', 86_400],
  ['soon', undefined],
  ['', undefined],
  [null, undefined],
])('Retry-After %j is %j seconds', (header, seconds) => expect(retryAfter(header, now)).toBe(seconds));

test.each([
  [200, 'taken'],
  [204, 'taken'],
  [302, 'later'],
  [400, 'refused'],
  [401, 'later'],
  [404, 'refused'],
  [413, 'refused'],
  [429, 'later'],
  [500, 'later'],
])('an answer %d is %s', (status, kind) => expect(kindOfStatus(status)).toBe(kind));

test('an answer without an end is cut off', async () => {
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(1_000).fill(0x61)),
  });
  expect(await boundedText(new Response(endless), 2_500)).toBe('a'.repeat(2_500));
});
