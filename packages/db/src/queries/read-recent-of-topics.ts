import type { RecordedEvent } from '@activity-hub/contracts/event';
import { type RecordedEventJson, recordedEventJson, recordedEventOfJson } from '../event-store/recorded-event-json.ts';
import type { Sql } from '../postgres/client.ts';

/** Events of topics that happened after an instant, the newest first. */
export async function readRecentOfTopics(
  sql: Sql,
  { topics, from, limit }: { readonly topics: readonly string[]; readonly from: string; readonly limit: number },
): Promise<readonly RecordedEvent[]> {
  const rows = await sql<{ event: RecordedEventJson }[]>`
    select ${recordedEventJson(sql)} as event from event
    where occurred_at >= ${from} and event_type ~ any (${sql.array(topics.map(topicExpression))}::text[])
    order by occurred_at desc, event_id desc limit ${limit}`;
  return rows.map(({ event }) => recordedEventOfJson(event));
}

/** Of a canonical pattern, whose other characters stand for themselves. */
function topicExpression(pattern: string): string {
  const parts = pattern.split('.').map((part) => {
    if (part === '**') return '[^.]+(\\.[^.]+)*';
    return part === '*' ? '[^.]+' : part;
  });
  return `^${parts.join('\\.')}$`;
}
