import { isUtf8 } from 'node:buffer';
import type { RepairOperation } from '@activity-hub/contracts/activity/refused-repair';
import { HubError } from '@activity-hub/contracts/errors';
import type { Json } from '@activity-hub/contracts/event';
import type { WholeRefused } from '@activity-hub/db/refused/refused-row';
import { applyOperations } from './apply-operations.ts';

/** What a repair changes; nothing at all: what was sent, as it is. */
export interface RepairEdit {
  readonly text?: string | undefined;
  readonly operations?: readonly RepairOperation[] | undefined;
}

/** The JSON of bytes, undefined when they are none. */
export function jsonOf(bytes: Buffer): Json | undefined {
  if (!isUtf8(bytes)) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8')) as Json;
  } catch {
    return undefined;
  }
}

function notRepairable(detail: string): HubError {
  return new HubError('not_repairable', detail, { pointer: '/refused_id' });
}

/**
 * The bytes that a repair publishes: the text given, the steps applied to what was sent, or what was sent
 * itself, byte for byte.
 * @throws HubError not_repairable, invalid_input
 */
export function repairedText(row: Pick<WholeRefused, 'raw' | 'raw_truncated' | 'raw_bytes'>, edit: RepairEdit): Buffer {
  const { text, operations = [] } = edit;
  if (text !== undefined && operations.length > 0)
    throw new HubError('invalid_input', 'Send either a text or operations.', { pointer: '/operations' });
  if (text !== undefined) return Buffer.from(text, 'utf8');
  if (row.raw_truncated) {
    throw notRepairable(
      `Of its ${row.raw_bytes} bytes only the first ${row.raw.length} were kept: repair it with the whole text, or discard it.`,
    );
  }
  if (operations.length === 0) return row.raw;
  const value = jsonOf(row.raw);
  if (value === undefined) throw notRepairable('It is not valid JSON, so no steps can be applied: repair its text.');
  return Buffer.from(JSON.stringify(applyOperations(value, operations)), 'utf8');
}
