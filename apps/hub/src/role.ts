/** What a hub process can be. */
export const roles = ['ingest', 'query', 'process', 'dispatch'] as const;
export type Role = (typeof roles)[number];

/** Aggregators and detectors in the one, sinks in the other: never beside ingest. */
export const runsPlugins: ReadonlySet<Role> = new Set(['process', 'dispatch']);

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
  const besidePlugins = [...wanted].filter((role) => !runsPlugins.has(role));
  const plugged = [...wanted].filter((role) => runsPlugins.has(role));
  if (plugged.length > 0 && besidePlugins.length > 0) {
    throw new Error(
      `The role ${plugged[0]} runs plugins and so needs a process of its own: start one hub with --roles ingest,query and one with --roles process,dispatch.`,
    );
  }
  return wanted;
}
