import type { JsonObject } from '@activity-hub/contracts/event';

/** The first setting without which a sink cannot connect and that says nothing; a default of those says nothing too. */
export function missingSetting(schema: JsonObject, config: JsonObject): string | undefined {
  const settings = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, JsonObject>>);
  return settings.find(([name, rule]) => rule['needed'] === true && saysNothing(config[name] ?? rule['default']))?.[0];
}

function saysNothing(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === '';
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}
