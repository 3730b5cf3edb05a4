import { expect, test } from 'vitest';
import { readOptions } from './client-options.ts';

const key = 'ahk_0123456789ab_secret';

test('undefined means the default', () => {
  const read = readOptions({ url: 'http://127.0.0.1:4000/', key, batchEvents: undefined } as never);
  expect(read).toMatchObject({ url: 'http://127.0.0.1:4000', batchEvents: 500, fsync: true, gzip: false });
});

test.each([
  [{ url: 'localhost' }, 'url'],
  [{ url: 'ftp://localhost' }, 'url'],
  [{ url: 'https://me:secret@localhost' }, 'credentials'],
  [{ batchEvents: 0 }, 'batchEvents'],
  [{ batchEvents: 5_001 }, 'batchEvents'],
  [{ maxBatchBytes: 1.5 }, 'maxBatchBytes'],
  [{ maxInMemoryEvents: Number.NaN }, 'maxInMemoryEvents'],
])('%o is refused with its name', (wrong, name) => {
  expect(() => readOptions({ url: 'http://127.0.0.1:4000', key, ...wrong })).toThrow(name);
});

test('a key that would smuggle a header is refused without being repeated', () => {
  const wrong = 'ahk_a\r\nx-evil: 1';
  expect(() => readOptions({ url: 'http://127.0.0.1:4000', key: wrong })).toThrow(
    expect.objectContaining({ code: 'invalid_options', message: expect.not.stringContaining('evil') }),
  );
});
