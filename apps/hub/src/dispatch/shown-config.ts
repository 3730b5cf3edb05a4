import type { JsonObject } from '@activity-hub/contracts/event';

/**
 * What may be shown of the configuration of a sink: settings whose schema marks no secret. Left out as a whole is
 * what cannot be looked through: a list with a secret inside, a setting that its schema does not describe.
 */
export function shownConfig(schema: JsonObject, config: JsonObject): JsonObject {
  const shown = Object.entries(config).flatMap(([name, value]): [string, JsonObject[string]][] => {
    const rule = objectOf(objectOf(schema['properties'])?.[name]);
    if (rule === undefined) return [];
    if (!mayHoldSecret(rule)) return [[name, value]];
    const inner = objectOf(value);
    return inner === undefined || rule['secret'] === true ? [] : [[name, shownConfig(rule, inner)]];
  });
  return Object.fromEntries(shown);
}

/** A reference leads to where nobody looks. */
function mayHoldSecret(rule: unknown): boolean {
  if (Array.isArray(rule)) return rule.some(mayHoldSecret);
  const own = objectOf(rule);
  if (own === undefined) return false;
  return own['secret'] === true || own['$ref'] !== undefined || Object.values(own).some(mayHoldSecret);
}

function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}
