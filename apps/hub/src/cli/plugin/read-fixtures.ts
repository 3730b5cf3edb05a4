import { readFile } from 'node:fs/promises';
import { plainWords } from '@activity-hub/contracts/plain-words';
import type { z } from 'zod';
import { faultsInWords } from '../../plugins/faults-in-words.ts';

/** @throws Error with a sentence and the place when the file is missing or is no fixtures file */
export async function readFixtures<Fixtures>(file: string, fixtures: z.ZodType<Fixtures>): Promise<Fixtures> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`${file} is missing: it says by examples what the plugin does.`);
  });
  const parsed = fixtures.safeParse(jsonOf(text, file), { error: plainWords });
  if (parsed.success) return parsed.data;
  throw new Error(`${file} does not fit: ${faultsInWords(parsed.error)}.`);
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is no JSON: ${(error as Error).message}`);
  }
}
