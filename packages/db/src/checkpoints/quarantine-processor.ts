import type { Sql } from '../postgres/client.ts';
import type { ProcessorRef } from './consumer-store.ts';

const MAX_REASON = 2_000;

/** The first reason stays until a person resumes the processor: what fails after it is only a consequence. */
export async function quarantineProcessor(
  sql: Sql,
  ref: ProcessorRef,
  reason: string,
  position: { readonly lane: number; readonly offset: number } | null,
): Promise<void> {
  // A reason quotes the plugin, which may have failed on just the text that PostgreSQL cannot hold either.
  const storable = reason.replaceAll('\0', '').slice(0, MAX_REASON).toWellFormed();
  await sql`
    insert into processor_quarantine (processor, version, reason, lane, "offset")
    values (${ref.processor}, ${ref.version}, ${storable}, ${position?.lane ?? null}, ${position?.offset ?? null})
    on conflict do nothing`;
}
