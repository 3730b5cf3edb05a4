import type { JsonObject } from '@activity-hub/contracts/event';
import type { Wording } from '@activity-hub/contracts/plugin/manifest';
import { objectOf } from './object-of.ts';

/** What a JSON Schema says to people: by language where it tells, else in whatever language it has. */
export function wordingOf(schema: JsonObject, keyword: 'title' | 'description'): Wording | undefined {
  const { en, ru } = objectOf(schema[`x-${keyword}`]);
  const fallback = [schema[keyword], en, ru].find(isText);
  if (fallback === undefined) return undefined;
  return { en: isText(en) ? en : fallback, ru: isText(ru) ? ru : fallback };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
