import type { Json } from '@activity-hub/contracts/event';
import type { ConfigField } from '../plugins/config-fields.ts';

/** The settings that say nothing until somebody writes them: what a person begins with, as JSON. */
export function settingsToWrite(fields: readonly ConfigField[]): string {
  const open = fields
    .filter(({ fallback }) => saysNothing(fallback))
    .map(({ name, fallback }) => [name, fallback ?? '']);
  return JSON.stringify(Object.fromEntries(open), null, 2);
}

export function saysNothing(fallback: Json | undefined): boolean {
  return fallback === undefined || fallback === '' || (Array.isArray(fallback) && fallback.length === 0);
}
