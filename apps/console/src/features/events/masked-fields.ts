import type { Json } from '@activity-hub/contracts/event';

/** What the hub puts in the place of a personal value. */
const masked = '[masked]';

/** Names of the fields whose values are masked, with their path: `ip_address`, `author.email`. */
export function maskedFields(value: Json, path = ''): readonly string[] {
  if (value === masked) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => maskedFields(inner, path === '' ? name : `${path}.${name}`));
}
