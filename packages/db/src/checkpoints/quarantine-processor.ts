import { type PluginFault, quotingFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { pluginOfProcessor } from '../plugins/plugin-row.ts';
import { storableFault } from '../plugins/storable-fault.ts';
import type { Sql } from '../postgres/client.ts';
import { bareArray, quotedArray } from '../postgres/text-array.ts';
import type { FaultRow, ProcessorRef } from './consumer-store.ts';

/**
 * The first reason stays until a person resumes the processor: what fails after it is only a consequence. It stands in the
 * log of the plugin too, where a person is sent to see why. Samples say nothing of where it stands: it will meet the same
 * events again.
 */
export async function quarantineProcessor(
  sql: Sql,
  ref: ProcessorRef,
  fault: PluginFault,
  position: { readonly lane: number; readonly offset: number } | null,
  samples: readonly FaultRow[],
): Promise<void> {
  const { reason, reason_code, reason_values } = storableFault(fault);
  const noted = storableFault(quotingFault('quarantined', 'reason', fault));
  await sql`
    with sampled as (
      insert into plugin_error (processor, version, lane, "offset", event_id, reason)
        select ${ref.processor}, ${ref.version}, sample.*
          from unnest(${bareArray(samples.map(({ lane }) => lane))}::text::smallint[],
            ${bareArray(samples.map((sample) => sample.offset))}::text::bigint[],
            ${bareArray(samples.map(({ event_id }) => event_id))}::text::uuid[],
            ${quotedArray(samples.map((sample) => sample.reason))}::text::text[]) as sample
        on conflict (processor, version, lane, "offset") do update set reason = excluded.reason, at = now()),
    held as (
      insert into processor_quarantine (processor, version, reason, reason_code, reason_values, lane, "offset")
      values (${ref.processor}, ${ref.version}, ${reason}, ${reason_code},
        ${JSON.stringify(reason_values)}::text::jsonb, ${position?.lane ?? null}, ${position?.offset ?? null})
      on conflict do nothing
      returning reason)
    insert into plugin_log (plugin_id, revision, level, message, message_code, message_values)
      select plugin_id, ${ref.version}, 'error', ${noted.reason}, ${noted.reason_code},
        ${JSON.stringify(noted.reason_values)}::text::jsonb
        from held join plugin on plugin_id = ${pluginOfProcessor(ref.processor)}`;
}
