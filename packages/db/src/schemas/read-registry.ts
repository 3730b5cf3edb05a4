import type { SourcePolicy } from '@activity-hub/contracts/schema/source-policy';
import type { Sql } from '../postgres/client.ts';
import type { EventSchemaRow, SchemaVersionRow } from './registry-row.ts';

export interface RegistryContent {
  readonly revision: number;
  readonly types: readonly EventSchemaRow[];
  readonly versions: readonly SchemaVersionRow[];
  readonly policies: readonly SourcePolicy[];
}

/** The whole registry as of one moment: some hundred rows. */
export async function readRegistry(sql: Sql): Promise<RegistryContent> {
  return sql.begin('isolation level repeatable read read only', async (transaction) => {
    const [head] = await transaction<{ revision: number }[]>`select revision from schema_registry`;
    const types = await transaction<EventSchemaRow[]>`
      select event_type, title_en, title_ru, family, origin, owner, compatibility, successor, status, note
      from event_schema order by event_type`;
    const versions = await transaction<SchemaVersionRow[]>`
      select event_type, version, status, note, schema, personal_fields, examples, follows, upcast, upcaster,
        registered_at, registered_by
      from schema_version order by event_type`;
    const policies = await transaction<SourcePolicy[]>`
      select source, unknown_types from source_policy order by source`;
    return { revision: head?.revision ?? 0, types: [...types], versions: [...versions], policies: [...policies] };
  });
}
