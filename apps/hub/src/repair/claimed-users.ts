/** More than any one event names; a whole batch that was refused may name more, and is one reading all the same. */
const maxUsers = 1_000;
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
/** Where the formats name who did it: our own, Segment, ORY, CloudEvents, and the account of an xAPI actor. */
const claim = new RegExp(
  `"(?:user_id|userId|userid|identity_id|subject|name)"\\s*:\\s*"(?:[a-z]+:)*(?<user>${uuid})"`,
  'gi',
);

/**
 * Whose data a text that was refused holds, as far as it claims so itself. Looked for in the text and not in
 * its JSON, because much that is refused is no JSON, or only the beginning of it; ids that are no UUIDs name
 * nobody the hub knows before an adapter has read them.
 */
export function claimedUsers(texts: Iterable<string | null>): readonly string[] {
  const users = new Set<string>();
  for (const text of texts) {
    for (const { groups } of (text ?? '').matchAll(claim)) {
      if (users.size === maxUsers) return [...users];
      if (groups?.['user'] !== undefined) users.add(groups['user'].toLowerCase());
    }
  }
  return [...users];
}
