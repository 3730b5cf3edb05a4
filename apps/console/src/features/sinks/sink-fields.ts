import type { JsonObject } from '@activity-hub/contracts/event';
import { type ConfigField, fieldsOf } from '../../components/config-form/config-fields.ts';
import type { ShownSink } from './shown-sink.ts';

/** What a sink can be told; nothing of one that is not known (yet). */
export function sinkFields(sinks: readonly ShownSink[], id: string): readonly ConfigField[] {
  const sink = sinks.find(({ sink_id }) => sink_id === id);
  return sink === undefined ? [] : fieldsOf(sink.config_schema as JsonObject);
}
