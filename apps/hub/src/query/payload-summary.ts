import type { JsonObject } from '@activity-hub/contracts/event';

const maxLength = 160;

/** The first scalar fields of a payload on one line, for lists. Cut between characters, never inside one. */
export function payloadSummary(payload: JsonObject): string {
  let summary = '';
  for (const [name, value] of Object.entries(payload)) {
    if (value === null || typeof value === 'object') continue;
    summary += `${summary === '' ? '' : ', '}${name}: ${String(value).replace(/\s+/g, ' ')}`;
    if (summary.length > maxLength) return `${cut(summary, maxLength - 1)}…`;
  }
  return summary;
}

function cut(text: string, length: number): string {
  const end = text.slice(0, length);
  return end.isWellFormed() ? end : end.slice(0, -1);
}
