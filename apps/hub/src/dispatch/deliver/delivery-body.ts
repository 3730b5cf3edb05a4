import type { Json } from '@activity-hub/contracts/event';
import type { TransformTemplate } from '@activity-hub/contracts/filter/transform-template';
import type { ClaimedDelivery } from '@activity-hub/db/deliveries/with-events';
import type { AttemptError } from '../webhook/attempt-record.ts';
import { eventBody } from './event-body.ts';

/** What goes out for a delivery, sent or pulled, or why it never can. What a person wrote needs no event any longer. */
export function deliveryBody(
  { row, event }: ClaimedDelivery,
  template: TransformTemplate | undefined,
): { readonly body: Json } | { readonly never: AttemptError } {
  if (row.edited) return { body: row.body };
  if (event === undefined)
    return { never: { code: 'event_gone', sentence: 'The event is not in the log any longer.' } };
  try {
    return { body: template?.apply(event) ?? eventBody(event) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { never: { code: 'template', sentence: `The template failed: ${why}` } };
  }
}
