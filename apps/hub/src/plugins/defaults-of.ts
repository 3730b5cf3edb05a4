import type { JsonObject } from '@activity-hub/contracts/event';

/** What stands in the settings where nothing is set, as their schema says. */
export function defaultsOf({ properties }: JsonObject): JsonObject {
  if (typeof properties !== 'object' || properties === null) return {};
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]) =>
      typeof property === 'object' && property !== null && 'default' in property ? [[name, property['default']]] : [],
    ),
  );
}
