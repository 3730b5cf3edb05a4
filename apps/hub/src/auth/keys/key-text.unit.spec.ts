import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyTextOf, parseKey, randomKey } from './key-text.ts';

describe('the text of a key', () => {
  it('reads back as it was made', () => {
    for (let n = 0; n < 200; n++) {
      const key = randomKey();
      expect(parseKey(keyTextOf(key))).toEqual(key);
    }
  });

  it('is never read from anything else', () => {
    const whole = keyTextOf(randomKey());
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.string({ unit: 'binary', maxLength: 3 }), (at, other) => {
        const changed = whole.slice(0, at) + other + whole.slice(at + 1);
        const parsed = parseKey(changed);
        expect(parsed === undefined || keyTextOf(parsed) === changed).toBe(true);
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => parseKey(text) === undefined));
  });

  it.each(['', 'ahk_', `${keyTextOf(randomKey())}x`, ` ${keyTextOf(randomKey())}`, `${keyTextOf(randomKey())}\n`])(
    'is not %j',
    (text) => {
      expect(parseKey(text)).toBeUndefined();
    },
  );
});
