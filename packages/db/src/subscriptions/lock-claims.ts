import type { Statements } from '../postgres/statements.ts';

/**
 * One process at a time claims or comes back: who comes back sees what was claimed of its own meanwhile, and who claims
 * sees that it is back. In a transaction.
 */
export async function lockClaims(transaction: Statements): Promise<void> {
  await transaction`select pg_advisory_xact_lock(hashtext('dispatch_claim'))`;
}
