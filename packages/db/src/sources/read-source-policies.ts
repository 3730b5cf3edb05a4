import type { UnknownTypesPolicy } from '@activity-hub/contracts/schema/source-policy';
import type { Sql } from '../postgres/client.ts';

/** What becomes of events of unknown types, by source; a source that is not in it has the default. */
export async function readSourcePolicies(sql: Sql): Promise<ReadonlyMap<string, UnknownTypesPolicy>> {
  const rows = await sql<{ source: string; unknown_types: UnknownTypesPolicy }[]>`
    select source, unknown_types from source_policy`;
  return new Map(rows.map((row) => [row.source, row.unknown_types]));
}
