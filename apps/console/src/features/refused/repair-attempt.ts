import type { RefusedEvent } from '@activity-hub/contracts/activity/refused-event';
import type { RepairAttempt } from '@activity-hub/contracts/activity/refused-repair';
import { indentJson } from './json-text.ts';

type Repairable = Pick<RefusedEvent, 'refused_id' | 'raw' | 'raw_encoding' | 'raw_truncated' | 'repaired'>;

/** What a repair begins with: the text of the last one, else what was sent. Bytes that are no text begin empty. */
export function firstText({ raw, raw_encoding, repaired }: Repairable): string {
  if (repaired !== null) return indentJson(repaired);
  return raw_encoding === 'utf8' ? indentJson(raw) : '';
}

/** Whether the text is what was sent but for the space between: then the very bytes are sent again. */
export function isAsSent({ raw, raw_encoding, raw_truncated }: Repairable, text: string): boolean {
  return raw_encoding === 'utf8' && !raw_truncated && (text === raw || text === indentJson(raw));
}

export function attemptOf(refused: Repairable, text: string, asAdmin: boolean): RepairAttempt {
  return {
    refused_id: refused.refused_id,
    ...(isAsSent(refused, text) ? {} : { text }),
    ...(asAdmin ? { as_admin: true } : {}),
  };
}
