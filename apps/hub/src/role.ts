/** What a hub process can be. */
export const roles = ['ingest', 'query', 'process'] as const;
export type Role = (typeof roles)[number];

/**
 * The roles of a process, from the command line (`ingest,query`).
 * @throws Error with a sentence when they cannot run together or are unknown
 */
export function parseRoles(text: string): ReadonlySet<Role> {
  const wanted = new Set<Role>();
  for (const name of text.split(',').map((part) => part.trim())) {
    const role = roles.find((known) => known === name);
    if (role === undefined) throw new Error(`"${name}" is no role. Roles are ${roles.join(', ')}.`);
    wanted.add(role);
  }
  if (wanted.has('process') && wanted.size > 1) {
    throw new Error(
      'The role process runs plugins and so needs a process of its own: start one hub with --roles ingest,query and one with --roles process.',
    );
  }
  return wanted;
}
