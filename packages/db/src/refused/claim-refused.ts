import type { Statements } from '../postgres/statements.ts';

/** An attempt about to be made: the text that will be published, and with whose rights. */
export interface RepairClaim {
  readonly refused_id: string;
  readonly repaired: Buffer;
  readonly as_admin: boolean;
}

/**
 * Moves open ones to `resubmitting` and keeps their text, before anything is published. Those that were
 * not open any more are left out of the answer: somebody else is, or was, at them.
 */
export async function claimRefused(
  sql: Statements,
  claims: readonly RepairClaim[],
  by: string,
): Promise<ReadonlySet<string>> {
  const rows = await sql<{ refused_id: string }[]>`
    update refused_event set state = 'resubmitting', repaired = decode(claim.repaired, 'hex'),
      repaired_as_admin = claim.as_admin::boolean, repaired_by = ${by}, claimed_at = clock_timestamp(),
      attempts = attempts + 1
    from unnest(${claims.map((claim) => claim.refused_id)}::uuid[],
      ${claims.map((claim) => claim.repaired.toString('hex'))}::text[],
      ${claims.map((claim) => String(claim.as_admin))}::text[]) as claim (refused_id, repaired, as_admin)
    where refused_event.refused_id = claim.refused_id and refused_event.state = 'open'
    returning refused_event.refused_id`;
  return new Set(rows.map((row) => row.refused_id));
}
