import type { Sql } from '../postgres/client.ts';
import type { NewEventSchema, NewSchemaVersion } from './registry-row.ts';

/**
 * Inserts the types and versions that are missing and touches no other: what an admin has changed stays, and
 * any number of processes may seed at once. Asks first, because even an insert of nothing would fire the
 * trigger and make every process read the registry again.
 */
export async function seedRegistry(
  sql: Sql,
  types: readonly NewEventSchema[],
  versions: readonly NewSchemaVersion[],
): Promise<void> {
  const known = await sql<{ event_type: string; version: string }[]>`select event_type, version from schema_version`;
  const names = new Set(known.map((row) => `${row.event_type} ${row.version}`));
  const missing = versions.filter((row) => !names.has(`${row.event_type} ${row.version}`));
  if (missing.length === 0) return;
  await sql.begin(async (transaction) => {
    await transaction`
      insert into event_schema (event_type, title_en, title_ru, family, origin, owner, compatibility)
      select event_type, title_en, title_ru, family, origin, owner, compatibility
      from jsonb_to_recordset(${JSON.stringify(types)}::text::jsonb) as sent (
        event_type text, title_en text, title_ru text, family text, origin text, owner text, compatibility text)
      order by event_type
      on conflict do nothing`;
    await transaction`
      insert into schema_version (event_type, version, schema, personal_fields, examples, follows, upcast, upcaster, registered_by)
      select event_type, version, schema, personal_fields, examples, follows, upcast, upcaster, registered_by
      from json_to_recordset(${JSON.stringify(missing)}::text::json) as sent (
        event_type text, version text, schema json, personal_fields json, examples json, follows text, upcast text,
        upcaster json, registered_by text)
      order by event_type, version
      on conflict do nothing`;
  });
}
