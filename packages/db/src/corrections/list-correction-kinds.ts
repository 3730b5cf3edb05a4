import type { CorrectionKind } from '@activity-hub/contracts/activity/event-correction';
import type { Sql } from '../postgres/client.ts';
import { textList } from '../queries/text-list.ts';

export type CorrectionKinds = ReadonlyMap<string, CorrectionKind>;

/** How those of the events that count no more were taken back, by id. */
export async function listCorrectionKinds(sql: Sql, eventIds: readonly string[]): Promise<CorrectionKinds> {
  if (eventIds.length === 0) return new Map();
  const rows = await sql<{ event_id: string; kind: CorrectionKind }[]>`
    select event_id, kind from event_correction where event_id = any(${textList(sql, eventIds)}::uuid[])`;
  return new Map(rows.map(({ event_id, kind }) => [event_id, kind]));
}
