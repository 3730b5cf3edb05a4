import type { SchemaPorts } from '@activity-hub/contracts/api/schemas-ports';
import { translatedFailures } from '../query/translated-failures.ts';
import { createSchemaChanges, type SchemaChangeSources } from './schema-changes.ts';
import { createSchemaDocuments, createSchemaQueries } from './schema-queries.ts';

/** What can be asked of the schema registry and done with it. */
export function createSchemaPorts(sources: SchemaChangeSources): SchemaPorts {
  return translatedFailures<SchemaPorts>({
    ...createSchemaQueries(sources),
    ...createSchemaDocuments(sources),
    ...createSchemaChanges(sources),
  });
}
