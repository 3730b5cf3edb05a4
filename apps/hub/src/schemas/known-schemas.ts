import type { EventTypeInfo } from '@activity-hub/contracts/activity/event-search';
import { compareVersions } from '@activity-hub/contracts/schema/compare-versions';
import type { PersonalField } from '@activity-hub/contracts/schema/personal-data';
import type { UnknownTypesPolicy } from '@activity-hub/contracts/schema/source-policy';
import type { RegistryContent } from '@activity-hub/db/schemas/read-registry';
import type { EventSchemaRow, SchemaVersionRow } from '@activity-hub/db/schemas/registry-row';
import { contractSeeds } from './contract-seeds.ts';

export interface KnownType {
  readonly row: EventSchemaRow;
  /** Oldest first. */
  readonly versions: readonly SchemaVersionRow[];
}

/** The registry as it was read: never changed, replaced as a whole. */
export interface KnownSchemas {
  readonly revision: number;
  readonly types: ReadonlyMap<string, KnownType>;
  readonly policies: ReadonlyMap<string, UnknownTypesPolicy>;
}

export function knownSchemasOf(content: RegistryContent): KnownSchemas {
  const versions = Map.groupBy(content.versions, (row) => row.event_type);
  const types = content.types.map((row) => {
    const sorted = (versions.get(row.event_type) ?? []).toSorted((a, b) => compareVersions(a.version, b.version));
    return [row.event_type, { row, versions: sorted }] as const;
  });
  return {
    revision: content.revision,
    types: new Map(types),
    policies: new Map(content.policies.map(({ source, unknown_types }) => [source, unknown_types])),
  };
}

/** What the hub knows before it has read anything: the contracts. Good for a database that is away. */
export function schemasOfContracts(): KnownSchemas {
  const seeds = contractSeeds();
  return knownSchemasOf({
    revision: -1,
    types: seeds.types.map((row) => ({ ...row, successor: null, status: 'active', note: null })),
    versions: seeds.versions.map((row) => ({ ...row, status: 'active', note: null, registered_at: '' })),
    policies: [],
  });
}

/** The newest version that is not deprecated; all being deprecated, the newest. */
export function newestVersion({ versions }: KnownType): SchemaVersionRow | undefined {
  return versions.findLast((row) => row.status === 'active') ?? versions.at(-1);
}

/** The personal fields of a type in any of its versions: old events are masked like new ones. */
export function personalFieldsIn(schemas: KnownSchemas, eventType: string): readonly PersonalField[] {
  const fields = schemas.types.get(eventType)?.versions.flatMap((row) => row.personal_fields) ?? [];
  return [...new Map(fields.map((field) => [field.path, field])).values()];
}

/**
 * Where a payload is masked; without a type, where any is. What somebody wrote (`content`) stays readable: a mentor
 * who cannot read a title or a reason cannot mentor.
 */
export function maskedPathsIn(schemas: KnownSchemas, eventType?: string): readonly string[] {
  const types = eventType === undefined ? [...schemas.types.keys()] : [eventType];
  const fields = types.flatMap((type) => personalFieldsIn(schemas, type));
  return [...new Set(fields.filter((field) => field.class !== 'content').map(({ path }) => path))];
}

export function eventTypesIn(schemas: KnownSchemas): readonly EventTypeInfo[] {
  return [...schemas.types.values()].flatMap((type) => {
    const newest = newestVersion(type);
    if (newest === undefined) return [];
    const { event_type, family, origin, title_en, title_ru } = type.row;
    const payload_schema = newest.schema as EventTypeInfo['payload_schema'];
    return {
      event_type,
      family,
      origin,
      version: newest.version,
      title: { en: title_en, ru: title_ru },
      payload_schema,
    };
  });
}
