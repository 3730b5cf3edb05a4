import { type PluginFault, pluginFaultCodes, pluginFaultSentence } from '@activity-hub/contracts/plugin/plugin-fault';
import { createTranslator } from 'next-intl';
import { describe, expect, test } from 'vitest';
import { english } from '../../i18n/english.ts';
import { russian } from '../../i18n/russian.ts';
import { pluginFaultWords } from './plugin-fault-words.ts';

const inEnglish = createTranslator({ locale: 'en', messages: english, namespace: 'pluginFault' });
const inRussian = createTranslator({ locale: 'ru', messages: russian, namespace: 'pluginFault' });

describe('every code', () => {
  test.each(pluginFaultCodes)('%s is said in both languages, in English as the hub says it', (code) => {
    const names = [...english.pluginFault[code].matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const fault = {
      code,
      values: Object.fromEntries(names.map((name, at) => [name, at % 2 === 0 ? 1_000 : '{odd} <b>'])),
    };
    expect(pluginFaultWords(inEnglish, fault)).toBe(pluginFaultSentence(fault));
    const words = pluginFaultWords(inRussian, fault);
    for (const value of Object.values(fault.values)) expect(words).toContain(String(value));
    // Words of others alone need no frame.
    if (code !== 'other') expect(words).toMatch(/[а-яё]/i);
  });
});

test('what happened the last time is said in the language of the reader too', () => {
  const last = 'It used 300 MB of memory; 256 MB are allowed.';
  const values = { times: 3, within: 60, last, last_code: 'memory', used: 300, allowed: 256 };
  const often: PluginFault = { code: 'ended_often', values };
  expect(pluginFaultWords(inRussian, often)).toBe(
    'Его процесс завершался за 60 с столько раз: 3. Последний раз: Он занял 300 МБ памяти, можно 256 МБ.',
  );
  expect(pluginFaultWords(inEnglish, often)).toBe(pluginFaultSentence(often));
});
