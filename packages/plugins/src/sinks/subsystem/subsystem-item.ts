import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { z } from 'zod';
import { mappedData } from './mapped-data.ts';
import type { SubsystemItem } from './subsystem-contract.ts';

type Made =
  | { readonly kind: 'item'; readonly item: SubsystemItem }
  | { readonly kind: 'refused'; readonly reason: string };

/** The item of one event, or why the event does not fit the contract. */
export function subsystemItem(
  event: RecordedEvent,
  mapping: Readonly<Record<string, string>>,
  schema: z.ZodType,
): Made {
  const data = mappedData(event, mapping);
  const checked = schema.safeParse(data);
  if (!checked.success) {
    const faults = checked.error.issues.map(({ path, message }) => `data/${path.join('/')}: ${message}`);
    return { kind: 'refused', reason: `does not fit the contract: ${faults.join('; ')}`.slice(0, 200) };
  }
  const { event_id, event_type, timestamp, user_id } = event;
  const item = { idempotency_key: event_id, event_id, event_type, occurred_at: timestamp, user_id, data };
  return { kind: 'item', item };
}
