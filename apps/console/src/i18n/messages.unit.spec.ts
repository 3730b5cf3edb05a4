import { createTranslator } from 'next-intl';
import { describe, expect, test } from 'vitest';
import { english } from './english.ts';
import { locales } from './locale.ts';
import { russian } from './russian.ts';

type Messages = { readonly [key: string]: string | Messages };

function texts(messages: Messages, path = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(messages).flatMap(([key, value]): [string, string][] => {
      const name = path === '' ? key : `${path}.${key}`;
      return typeof value === 'string' ? [[name, value]] : [...texts(value, name)];
    }),
  );
}

const messages = { en: texts(english), ru: texts(russian) };
const plural = /\{(\w+), plural,/g;

function pluralCategories(text: string): readonly string[] {
  return [...text.matchAll(/\b(zero|one|two|few|many|other) \{/g)].map(([, category]) => category ?? '');
}

test('both languages have the same texts', () => {
  expect([...messages.ru.keys()].sort()).toEqual([...messages.en.keys()].sort());
});

test('both languages name the same values', () => {
  const values = (text: string): readonly string[] =>
    [...new Set([...text.matchAll(/\{(\w+)[,}]|<(\w+)>/g)].map(([, value, tag]) => value ?? tag ?? ''))].sort();
  for (const [key, text] of messages.en)
    expect([key, ...values(messages.ru.get(key) ?? '')]).toEqual([key, ...values(text)]);
});

describe('plurals', () => {
  test('Russian has its four categories, English its two', () => {
    let seen = 0;
    for (const [key, text] of messages.ru) {
      const count = [...text.matchAll(plural)].length;
      if (count === 0) continue;
      seen += count;
      expect([key, ...pluralCategories(text)]).toEqual([key, 'one', 'few', 'many', 'other']);
      expect([key, ...pluralCategories(messages.en.get(key) ?? '')]).toEqual([key, 'one', 'other']);
    }
    expect(seen).toBeGreaterThan(15);
  });

  test.each([
    [0, '0 событий'],
    [1, '1 событие'],
    [2, '2 события'],
    [5, '5 событий'],
    [11, '11 событий'],
    [21, '21 событие'],
    [22, '22 события'],
    [25, '25 событий'],
    [1.5, '1,5 события'],
  ])('%d reads «%s»', (count, text) => {
    const t = createTranslator({ locale: 'ru', messages: russian });
    expect(t('events.loadedAll', { count })).toBe(text);
  });
});

test('every text is well formed: its own values make it a sentence', () => {
  const parts = (chunks: unknown): string => String(chunks);
  for (const locale of locales) {
    const failures: string[] = [];
    const t = createTranslator({
      locale,
      messages: locale === 'ru' ? russian : english,
      onError: (error) => failures.push(error.message),
    });
    for (const [key, text] of messages[locale]) {
      const values = Object.fromEntries(
        [...text.matchAll(/\{(\w+)([,}])/g)].map(([, name, end]) => [name, end === ',' ? 5 : 'x']),
      );
      t.markup(key as Parameters<typeof t.markup>[0], { ...values, at: parts });
    }
    expect(failures).toEqual([]);
  }
});

test('Russian speaks to people with a lowercase «вы» and sets « »', () => {
  for (const [key, text] of messages.ru) {
    expect(text, key).not.toMatch(/(?<![.!?]\s|^)\bВ(ы|ас|ам|ами|аш\p{L}*)\b/u);
    expect(text, key).not.toMatch(/["“”]/);
  }
});
