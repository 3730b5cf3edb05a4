import { expect, test } from 'vitest';
import { keyName } from './key-name.ts';

test.each([
  ['j', 'KeyJ', 'j'],
  ['J', 'KeyJ', 'j'],
  ['о', 'KeyJ', 'j'],
  ['О', 'KeyJ', 'j'],
  ['п', 'KeyG', 'g'],
  ['j', 'KeyC', 'j'],
  ['?', 'Slash', '?'],
  ['?', 'Digit7', '?'],
  ['Escape', 'Escape', 'Escape'],
])('%s on %s is %s', (key, code, name) => {
  expect(keyName({ key, code })).toBe(name);
});
