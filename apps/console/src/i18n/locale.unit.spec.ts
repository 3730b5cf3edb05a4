import { expect, test } from 'vitest';
import { chooseLocale } from './locale.ts';

test.each([
  ['ru', 'en', 'ru'],
  [undefined, 'ru-RU,ru;q=0.9,en;q=0.8', 'ru'],
  [undefined, 'de, en;q=0.5, ru;q=0.9', 'ru'],
  [undefined, 'ru;q=0, en', 'en'],
  [undefined, 'de-DE', 'en'],
  [undefined, null, 'en'],
  ['de', 'ru', 'ru'],
])('cookie %s and Accept-Language %s give %s', (cookie, header, locale) => {
  expect(chooseLocale(cookie, header)).toBe(locale);
});
