import { expect, test } from 'vitest';
import { sayingText, shownSaying } from './saying.ts';

const sentence = 'The expression is empty.';

test('who reads English gets the sentence of the hub, others the words first', () => {
  const saying = { words: 'Фильтр нельзя принять', sentence };
  expect(shownSaying(saying, 'en')).toEqual({ lead: sentence, detail: undefined });
  expect(shownSaying(saying, 'ru')).toEqual({ lead: saying.words, detail: sentence });
  expect(sayingText(saying, 'ru')).toBe('Фильтр нельзя принять: The expression is empty.');
});

test('words that say all need no sentence beside them', () => {
  const saying = { words: 'Адрес недоступен.', sentence: 'The address cannot be reached.', complete: true };
  expect(shownSaying(saying, 'ru')).toEqual({ lead: saying.words, detail: undefined });
  expect(sayingText({ ...saying, complete: false }, 'ru')).toBe('Адрес недоступен. The address cannot be reached.');
});

test('without a sentence the words stand alone in both languages', () => {
  expect(shownSaying({ words: 'It failed.', sentence: undefined }, 'en').lead).toBe('It failed.');
});
