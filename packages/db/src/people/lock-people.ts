import type { Statements } from '../postgres/statements.ts';

const PEOPLE_LOCK = 7_205_441_904;

/**
 * Until the transaction ends nobody else makes the first admin or takes somebody's rights away: both
 * decide on who is there, which no unique key can hold.
 */
export async function lockPeople(transaction: Statements): Promise<void> {
  await transaction`select pg_advisory_xact_lock(${PEOPLE_LOCK}::bigint)`;
}
