import type { PersonRole } from '@activity-hub/contracts/access/caller';

/**
 * The role that a claim grants: one text or a list of them, at a dotted path (`traits.role`, `groups`).
 * Whatever is missing or unknown grants the lesser role.
 */
export function roleOfClaim(
  claims: Readonly<Record<string, unknown>>,
  path: string,
  adminValues: readonly string[],
): PersonRole {
  let found: unknown = claims;
  for (const part of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return 'mentor';
    found = (found as Record<string, unknown>)[part];
  }
  const values = Array.isArray(found) ? found : [found];
  return values.some((value) => typeof value === 'string' && adminValues.includes(value)) ? 'admin' : 'mentor';
}
