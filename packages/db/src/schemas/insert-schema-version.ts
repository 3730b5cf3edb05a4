import type { Statements } from '../postgres/statements.ts';
import type { NewEventSchema, NewSchemaVersion } from './registry-row.ts';

export interface VersionToInsert {
  /** Inserted where the type is new; else its titles and owner are set. */
  readonly type: NewEventSchema;
  readonly version: NewSchemaVersion;
  /** The versions the registration was judged against. */
  readonly judgedAgainst: readonly string[];
}

/**
 * Registers a version, inside a transaction.
 * @returns false when the type has other versions than the ones it was judged against: judge again
 */
export async function insertSchemaVersion(transaction: Statements, insert: VersionToInsert): Promise<boolean> {
  const { type, version, judgedAgainst } = insert;
  await transaction`
    insert into event_schema (event_type, title_en, title_ru, family, origin, owner, compatibility)
    values (${type.event_type}, ${type.title_en}, ${type.title_ru}, ${type.family}, ${type.origin}, ${type.owner},
      ${type.compatibility})
    on conflict (event_type) do update
      set title_en = excluded.title_en, title_ru = excluded.title_ru, owner = excluded.owner`;
  // Whoever registers a version of this type at the same time has waited for that row, and sees ours below.
  const known = await transaction<{ version: string }[]>`
    select version from schema_version where event_type = ${type.event_type}`;
  const isAsJudged = known.length === judgedAgainst.length && known.every((row) => judgedAgainst.includes(row.version));
  if (!isAsJudged) return false;
  await transaction`
    insert into schema_version (event_type, version, schema, personal_fields, examples, follows, upcast, upcaster, registered_by)
    values (${type.event_type}, ${version.version}, ${JSON.stringify(version.schema)}::text::json,
      ${JSON.stringify(version.personal_fields)}::text::json, ${JSON.stringify(version.examples)}::text::json,
      ${version.follows}, ${version.upcast}, ${JSON.stringify(version.upcaster)}::text::json, ${version.registered_by})`;
  return true;
}
