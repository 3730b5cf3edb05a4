import { configJsonSchema } from '@activity-hub/contracts/plugin/config-json-schema';
import type { AnySink } from '@activity-hub/contracts/plugin/sink';
import type { SinkRegistration } from '@activity-hub/db/subscriptions/register-sinks';

/** A shipped sink as those who choose one see it. */
export function sinkRow({ manifest }: AnySink): SinkRegistration {
  const { id, version, title, description, topics, config } = manifest;
  const described = { sink_id: id, version, title, description, topics, config_schema: configJsonSchema(config) };
  return { ...described, provenance: 'shipped', network: [], refusal: undefined };
}
