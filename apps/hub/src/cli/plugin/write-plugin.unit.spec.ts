import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { missingTexts } from './placeholder-title.ts';
import { writePlugin } from './write-plugin.ts';

it.each(['typescript', 'python'] as const)(
  'writes the Russian title in %s, or a mark where it is missing',
  async (language) => {
    const file = language === 'python' ? 'night-owl.py' : 'night-owl.ts';
    const titleOf = async (titleRu?: string): Promise<string> => {
      const folder = await mkdtemp(path.join(tmpdir(), 'write-plugin-'));
      onTestFinished(() => rm(folder, { recursive: true }));
      await writePlugin(folder, { id: 'night-owl', kind: 'aggregator', language, titleRu });
      const text = await readFile(path.join(folder, file), 'utf8');
      expect(text).not.toContain('Моя вещь');
      return /['"]?en['"]?: ['"]Night owl['"], ['"]?ru['"]?: ['"](.*)['"] ?\}/.exec(text)?.[1] ?? '';
    };
    expect(await titleOf('Ночная сова')).toBe('Ночная сова');
    expect(await titleOf(`Д'Артаньян "\\my-thing"`)).toBe(`Д\\'Артаньян \\"\\\\my-thing\\"`);
    const placeholder = await titleOf();
    expect(placeholder).toBe('[нет русского названия] night-owl');
    expect(missingTexts({ title: { en: 'Night owl', ru: placeholder } })).toEqual(['title.ru']);
    expect(missingTexts({ title: { en: 'Night owl', ru: 'Ночная сова' } })).toEqual([]);
  },
);
