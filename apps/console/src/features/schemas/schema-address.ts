import type { SchemaCatalogueRow } from '@activity-hub/contracts/schema/event-schema';
import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server';

export const catalogueFilters = {
  q: parseAsString,
  family: parseAsString,
};

export type CatalogueFilters = {
  readonly [Name in keyof typeof catalogueFilters]: ReturnType<(typeof catalogueFilters)[Name]['parseServerSide']>;
};

export const schemaTabs = ['versions', 'compare', 'try', 'register'] as const;
export type SchemaTab = (typeof schemaTabs)[number];

export const schemaAddress = {
  tab: parseAsStringLiteral(schemaTabs).withDefault('versions'),
  version: parseAsString,
  from: parseAsString,
  to: parseAsString,
};
export const loadSchemaAddress = createLoader(schemaAddress);

/** Families in the order of their first type. */
export function familiesOf(rows: readonly SchemaCatalogueRow[]): readonly string[] {
  return [...new Set(rows.map(({ family }) => family))];
}

/** The catalogue is small and whole in the browser: it is narrowed there. */
export function matching(
  rows: readonly SchemaCatalogueRow[],
  { q, family }: CatalogueFilters,
): readonly SchemaCatalogueRow[] {
  const wanted = (q ?? '').trim().toLowerCase();
  return rows.filter(
    (row) =>
      (family === null || row.family === family) &&
      [row.event_type, row.title.en, row.title.ru, row.owner, ...row.producers].some((text) =>
        text.toLowerCase().includes(wanted),
      ),
  );
}
