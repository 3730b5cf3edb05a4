import type {
  EventSchemaView,
  SchemaCatalogueRow,
  SchemaVersionView,
} from '@activity-hub/contracts/schema/event-schema';
import type { SchemaUsageRow } from '@activity-hub/db/schemas/read-schema-usage';
import type { SchemaVersionRow } from '@activity-hub/db/schemas/registry-row';
import { type KnownType, newestVersion } from './known-schemas.ts';

type Usage = SchemaVersionView['usage'];
type Counts = Omit<Usage, 'by_source'>;

const nothing: Counts = { events_24h: 0, refused_24h: 0, events_30d: 0, refused_30d: 0, last_seen_at: null };

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

function sumOf(rows: readonly SchemaUsageRow[]): Counts {
  return rows.reduce<Counts>(
    (sum, row) => ({
      events_24h: sum.events_24h + row.events_24h,
      refused_24h: sum.refused_24h + row.refused_24h,
      events_30d: sum.events_30d + row.events_30d,
      refused_30d: sum.refused_30d + row.refused_30d,
      last_seen_at: later(sum.last_seen_at, row.last_seen_at),
    }),
    nothing,
  );
}

/** Sources that came under many names are counted together, as `*`, which is no source. */
function sourcesOf(rows: readonly SchemaUsageRow[]): readonly string[] {
  return [...new Set(rows.map((row) => row.source))].filter((source) => source !== '*').sort();
}

/** @param usage of this type only */
export function catalogueRow(type: KnownType, usage: readonly SchemaUsageRow[]): SchemaCatalogueRow {
  const { row, versions } = type;
  const sum = sumOf(usage);
  const asked = sum.events_24h + sum.refused_24h;
  return {
    event_type: row.event_type,
    title: { en: row.title_en, ru: row.title_ru },
    family: row.family,
    origin: row.origin,
    owner: row.owner,
    status: row.status,
    successor: row.successor,
    compatibility: row.compatibility,
    latest: newestVersion(type)?.version ?? null,
    version_count: versions.length,
    producers: [...sourcesOf(usage)],
    events_24h: sum.events_24h,
    refused_24h: sum.refused_24h,
    invalid_percent: asked === 0 ? null : Math.round((sum.refused_24h / asked) * 1_000) / 10,
    last_seen_at: sum.last_seen_at,
  };
}

function versionView(row: SchemaVersionRow, usage: readonly SchemaUsageRow[]): SchemaVersionView {
  const bySource = Map.groupBy(usage, ({ source }) => source);
  return {
    version: row.version,
    status: row.status,
    note: row.note,
    schema: row.schema,
    personal_fields: [...row.personal_fields],
    examples: [...row.examples],
    upcasts_from: row.upcast === 'none' ? null : row.follows,
    upcaster: [...row.upcaster],
    registered_at: row.registered_at,
    registered_by: row.registered_by,
    usage: {
      ...sumOf(usage),
      by_source: [...bySource].map(([source, rows]) => ({ source, ...sumOf(rows) })),
    },
  };
}

/** @param usage of this type only */
export function eventSchemaView(type: KnownType, usage: readonly SchemaUsageRow[]): EventSchemaView {
  const versions = type.versions.map((row) =>
    versionView(
      row,
      usage.filter(({ version }) => version === row.version),
    ),
  );
  return { ...catalogueRow(type, usage), note: type.row.note, versions: versions.reverse() };
}
