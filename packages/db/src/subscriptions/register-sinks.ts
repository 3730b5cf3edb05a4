import type { Sql } from '../postgres/client.ts';
import type { SinkRow } from './list-sinks.ts';

/** Tells which sinks there are; those that are no longer there go. */
export async function registerSinks(sql: Sql, sinks: readonly SinkRow[]): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction`delete from sink where not sink_id = any (${transaction.array(sinks.map((sink) => sink.sink_id))})`;
    for (const { sink_id, version, title, description, topics, config_schema } of sinks) {
      await transaction`
        insert into sink (sink_id, version, title, description, topics, config_schema)
        values (${sink_id}, ${version}, ${transaction.json(title)}, ${transaction.json(description)},
          ${transaction.array([...topics])}, ${JSON.stringify(config_schema)}::text::json)
        on conflict (sink_id) do update set version = excluded.version, title = excluded.title,
          description = excluded.description, topics = excluded.topics, config_schema = excluded.config_schema`;
    }
  });
}
