import { expect, test } from 'vitest';
import { maskedFields } from './masked-fields.ts';

test('names every masked field by its path', () => {
  const metadata = {
    ip_address: '[masked]',
    locale: 'en',
    author: { email: '[masked]' },
    links: [{ url: '[masked]' }],
  };
  expect(maskedFields(metadata)).toEqual(['ip_address', 'author.email', 'links.0.url']);
});

test('a text that only speaks of masks is none', () => {
  expect(maskedFields({ text: 'the [masked] man', empty: null })).toEqual([]);
});
