import { failureCodes } from '@activity-hub/contracts/dispatch/failure-code';
import { createTranslator } from 'next-intl';
import { expect, test } from 'vitest';
import { russian } from '../../i18n/russian.ts';
import { failureWords } from './failure-words.ts';

const t = createTranslator({ locale: 'ru', messages: russian, namespace: 'deliveries.failure' });

test.each([
  [500, 'Получатель ответил 500.'],
  [302, 'Получатель ответил 302. Перенаправлениям хаб не следует: укажите адрес, на который оно ведёт.'],
  [410, 'Получатель ответил 410: вебхуки ему больше не нужны.'],
])('an answer of %d is said from its status alone', (status, text) => {
  const words = failureWords('answered', status);
  expect(t(words.key, { status: String(status) })).toBe(text);
  expect(words.complete).toBe(true);
});

test('every code has words, and what holds words of others is not said to be complete', () => {
  for (const code of failureCodes) expect(t.has(failureWords(code, null).key), code).toBe(true);
  for (const code of ['filter', 'template', 'sink', 'failed', 'tls', 'token'] as const)
    expect(failureWords(code, null).complete, code).toBe(false);
});
