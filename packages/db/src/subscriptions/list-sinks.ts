import type { JsonObject } from '@activity-hub/contracts/event';
import type { ToldFault } from '@activity-hub/contracts/plugin/plugin-fault';
import type { Statements } from '../postgres/statements.ts';

/** A sink as those who choose one see it. */
export interface SinkRow {
  readonly sink_id: string;
  readonly version: string;
  readonly title: { readonly en: string; readonly ru: string };
  readonly description: { readonly en: string; readonly ru: string };
  readonly topics: readonly string[];
  readonly config_schema: JsonObject;
  readonly provenance: 'shipped' | 'installed';
  /** Of an installed one: the hosts it may ask. */
  readonly network: readonly string[];
  /** Why it cannot run. */
  readonly reason: string | null;
  readonly reason_code: ToldFault['reason_code'];
  readonly reason_values: ToldFault['reason_values'];
}

export async function listSinks(sql: Statements): Promise<readonly SinkRow[]> {
  return sql<SinkRow[]>`
    select sink_id, version, title, description, topics, config_schema, provenance, network, reason, reason_code, reason_values
    from sink order by sink_id`;
}
