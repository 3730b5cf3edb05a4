import type { SourcePolicy } from '@activity-hub/contracts/schema/source-policy';
import type { Statements } from '../postgres/statements.ts';

export async function setSourcePolicy(transaction: Statements, policy: SourcePolicy): Promise<void> {
  await transaction`
    insert into source_policy (source, unknown_types) values (${policy.source}, ${policy.unknown_types})
    on conflict (source) do update set unknown_types = excluded.unknown_types, changed_at = now()`;
}
