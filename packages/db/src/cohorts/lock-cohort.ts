import type { Statements } from '../postgres/statements.ts';

/** Keeps others from changing who is in a cohort until the transaction ends. @returns whether it exists */
export async function lockCohort(transaction: Statements, cohortId: string): Promise<boolean> {
  const rows = await transaction`select from cohort where cohort_id = ${cohortId}::text::uuid for update`;
  return rows.length > 0;
}
