import { invalidCursor } from '@activity-hub/contracts/invalid-cursor';
import type { DeliveryPlace } from '@activity-hub/db/deliveries/list-deliveries';

export function encodeDeliveryCursor({ recorded_at, lane, offset, generation }: DeliveryPlace): string {
  return Buffer.from(`v1|${recorded_at}|${lane}|${offset}|${generation}`).toString('base64url');
}

/** @throws HubError invalid_cursor when the text was not given out by the hub */
export function decodeDeliveryCursor(text: string | undefined): DeliveryPlace | undefined {
  if (text === undefined) return undefined;
  const match = /^v1\|([0-9T:.Z-]{20,30})\|(\d{1,2})\|(\d{1,15})\|(\d{1,9})$/.exec(
    Buffer.from(text, 'base64url').toString('latin1'),
  );
  const [, recorded_at = '', lane, offset, generation] = match ?? [];
  if (Number.isNaN(Date.parse(recorded_at))) throw invalidCursor();
  return { recorded_at, lane: Number(lane), offset: Number(offset), generation: Number(generation) };
}
