import { describe, expect, test } from 'vitest';
import { secretsIn } from './secrets-in.ts';
import { withoutSecrets } from './without-secrets.ts';

describe('withoutSecrets', () => {
  test('blanks the longest first, everywhere', () =>
    expect(withoutSecrets('abcd-abcdef abcdef', ['abcd', 'abcdef'])).toBe('[secret]-[secret] [secret]'));
  test('leaves the text alone without one', () => expect(withoutSecrets('as it was', ['', 'as'])).toBe('as it was'));
});

test('what a schema marks as secret is found at any depth, and in lists and records', () => {
  const secret = { secret: true };
  const schema = { properties: { token: secret, open: {}, deep: { properties: { keys: secret, headers: secret } } } };
  const config = { token: 'one', open: 'two', deep: { keys: ['three', ''], headers: { a: 'four' } } };
  expect(secretsIn(schema, config)).toEqual(['one', 'three', 'four']);
});
