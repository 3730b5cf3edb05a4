import type { PluginFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { storableFault } from '../plugins/storable-fault.ts';
import type { Sql } from '../postgres/client.ts';
import type { SinkRow } from './list-sinks.ts';

/** What a process that delivers says of a sink. */
export interface SinkRegistration extends Omit<SinkRow, 'reason' | 'reason_code' | 'reason_values'> {
  /** Why it cannot run. */
  readonly refusal: PluginFault | undefined;
}

/**
 * Tells which sinks there are; those that are no longer there go.
 * @param awaited ids of which nothing is known yet: what was told of them before stays
 */
export async function registerSinks(
  sql: Sql,
  sinks: readonly SinkRegistration[],
  awaited: readonly string[] = [],
): Promise<void> {
  const there = [...sinks.map(({ sink_id }) => sink_id), ...awaited];
  await sql.begin(async (transaction) => {
    await transaction`delete from sink where not sink_id = any (${transaction.array(there)})`;
    for (const { refusal, ...sink } of sinks) {
      const { sink_id, version, title, description, topics, config_schema, provenance, network } = sink;
      const why = refusal === undefined ? undefined : storableFault(refusal);
      await transaction`
        insert into sink (sink_id, version, title, description, topics, config_schema, provenance, network,
          reason, reason_code, reason_values)
        values (${sink_id}, ${version}, ${transaction.json(title)}, ${transaction.json(description)},
          ${transaction.array([...topics])}, ${JSON.stringify(config_schema)}::text::json, ${provenance},
          ${transaction.array([...network])}, ${why?.reason ?? null}, ${why?.reason_code ?? null},
          ${why === undefined ? null : JSON.stringify(why.reason_values)}::text::jsonb)
        on conflict (sink_id) do update set version = excluded.version, title = excluded.title,
          description = excluded.description, topics = excluded.topics, config_schema = excluded.config_schema,
          provenance = excluded.provenance, network = excluded.network, reason = excluded.reason,
          reason_code = excluded.reason_code, reason_values = excluded.reason_values`;
    }
  });
}
