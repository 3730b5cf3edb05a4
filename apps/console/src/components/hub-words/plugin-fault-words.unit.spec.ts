import {
  type PluginFault,
  pluginFaultCodes,
  pluginFaultSentence,
  quotingFault,
  quotingFaults,
} from '@activity-hub/contracts/plugin/plugin-fault';
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

test('what is quoted may quote what happened the last time', () => {
  const threw: PluginFault = { code: 'threw', values: { message: 'KeyError: lesson_id' } };
  const often = quotingFault('too_many_faults', 'last', threw, { faults: 60, events: 1_000 });
  const noted = quotingFault('quarantined', 'reason', often);
  expect(pluginFaultWords(inRussian, noted)).toBe(
    'В карантине: Сбои на событиях: 60 из последних 1000. Последний раз: Его код завершился ошибкой: KeyError: lesson_id',
  );
  expect(pluginFaultWords(inEnglish, noted)).toBe(pluginFaultSentence(noted));
});

test('each of several faults is said in the language of the reader, also where they are quoted again', () => {
  const unfit = quotingFaults('plugin_json', [
    { code: 'setting_choice', values: { setting: 'kind', choices: 'aggregator, detector' } },
    { code: 'setting_missing', values: { setting: 'main' } },
  ]);
  const noted = quotingFault('not_started', 'reason', unfit);
  expect(pluginFaultWords(inRussian, noted)).toBe(
    'Он не запускается: Его plugin.json не подходит: Значение kind должно быть одним из: aggregator, detector. Нужно значение main.',
  );
  expect(pluginFaultWords(inEnglish, noted)).toBe(pluginFaultSentence(noted));
  const before: PluginFault = { code: 'plugin_json', values: { faults: '/main is missing.' } };
  expect(pluginFaultWords(inRussian, before)).toBe('Его plugin.json не подходит: /main is missing.');
});

test('the rule that a manifest breaks is said in the language of the reader', () => {
  const rule: PluginFault = { code: 'setting_missing', values: { setting: 'manifest.topics' } };
  const unfit = quotingFault('no_manifest', 'message', rule, { pointer: '/manifest/topics' });
  expect(pluginFaultWords(inRussian, quotingFault('quarantined', 'reason', unfit))).toBe(
    'В карантине: Его манифест не отвечает договору, место «/manifest/topics»: Нужно значение manifest.topics.',
  );
});

test('what names itself as what it quotes is said once', () => {
  const values = { last: 'again', last_code: 'ended_often', times: 3, within: 60 };
  expect(pluginFaultWords(inEnglish, { code: 'ended_often', values })).toContain('The last time: ');
});
