import type { JsonObject } from '@activity-hub/contracts/event';
import { uuidV5 } from '@activity-hub/contracts/uuid-v5';
import type { EventToAppend } from '@activity-hub/db/event-store/event-store';
import { systemEvent } from '../bus/system-event.ts';

/** Namespace of the ids of these events. Fixed for ever: with another one a repeat would be another event. */
const DISPATCH_NAMESPACE = '0c6a0f5e-52c9-5f0b-8f2f-2f3b0f6f7d11';

export type DispatchEventKind =
  | 'subscription.created'
  | 'subscription.changed'
  | 'subscription.removed'
  | 'subscription.paused'
  | 'subscription.resumed'
  | 'subscription.failing'
  | 'subscription.disabled'
  | 'subscription.circuit_opened'
  | 'delivery.exhausted';

export interface DispatchNews {
  readonly kind: DispatchEventKind;
  readonly subscription: { readonly subscription_id: string; readonly name: string };
  /** What makes it the same when it is told twice. */
  readonly subject: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly reason: string | null;
  readonly details?: JsonObject;
  readonly causationId?: string;
}

/** What happened in dispatch, as an event that can be subscribed to. */
export function dispatchEvent(news: DispatchNews): EventToAppend {
  const { kind, subscription, subject, at, reason, details = {}, causationId = null } = news;
  const { subscription_id, name } = subscription;
  const timestamp = new Date(at).toISOString();
  return systemEvent(
    {
      event_id: uuidV5(DISPATCH_NAMESPACE, `${kind}|${subscription_id}|${subject}`),
      event_type: `activity.${kind}`,
      timestamp,
      causation_id: causationId,
      correlation_id: subscription_id,
      payload: { ...details, subscription_id, name, reason },
    },
    timestamp,
  );
}
