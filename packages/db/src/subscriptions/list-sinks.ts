import type { JsonObject } from '@activity-hub/contracts/event';
import type { Statements } from '../postgres/statements.ts';

/** A sink as those who choose one see it. */
export interface SinkRow {
  readonly sink_id: string;
  readonly version: string;
  readonly title: { readonly en: string; readonly ru: string };
  readonly description: { readonly en: string; readonly ru: string };
  readonly topics: readonly string[];
  readonly config_schema: JsonObject;
}

export async function listSinks(sql: Statements): Promise<readonly SinkRow[]> {
  return sql<SinkRow[]>`
    select sink_id, version, title, description, topics, config_schema from sink order by sink_id`;
}
