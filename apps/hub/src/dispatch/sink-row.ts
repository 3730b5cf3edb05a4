import { configJsonSchema } from '@activity-hub/contracts/plugin/config-json-schema';
import type { AnySink } from '@activity-hub/contracts/plugin/sink';
import type { SinkRow } from '@activity-hub/db/subscriptions/list-sinks';

/** A sink as those who choose one see it. */
export function sinkRow({ manifest }: AnySink): SinkRow {
  const { id, version, title, description, topics, config } = manifest;
  return { sink_id: id, version, title, description, topics, config_schema: configJsonSchema(config) };
}
