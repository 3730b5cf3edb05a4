import type {
  Delivery,
  DeliveryDetail,
  DeliveryPage,
  DeliveryQuery,
  DeliverySearch,
} from '@activity-hub/contracts/dispatch/delivery';
import type { Json, RecordedEvent } from '@activity-hub/contracts/event';
import { compileTemplate } from '@activity-hub/contracts/filter/transform-template';
import type { DeliveryKey, DeliveryRow } from '@activity-hub/db/deliveries/delivery-row';
import { getDelivery } from '@activity-hub/db/deliveries/get-delivery';
import { listAttempts } from '@activity-hub/db/deliveries/list-attempts';
import { listDeliveries } from '@activity-hub/db/deliveries/list-deliveries';
import type { Sql } from '@activity-hub/db/postgres/client';
import { eventBody } from '../deliver/event-body.ts';
import { webhookIdOf } from '../deliver/webhook-id-of.ts';
import { decodeDeliveryCursor, encodeDeliveryCursor } from './delivery-cursor.ts';
import { decodeDeliveryId, encodeDeliveryId, unknownDelivery } from './delivery-id.ts';
import { failureOf } from './failure-of.ts';
import { existingSubscription } from './read-subscription-views.ts';

export function deliveryOf(row: DeliveryRow): Delivery {
  const { subscription_id, event_id, event_type, user_id, state, edited, recorded_at, matched_at } = row;
  const { attempts, finished_at, last_status, reason, leased, due_at } = row;
  return {
    delivery_id: encodeDeliveryId(row),
    webhook_id: webhookIdOf(row),
    subscription_id,
    event_id,
    event_type,
    user_id,
    state,
    edited,
    recorded_at,
    matched_at,
    attempts,
    next_attempt_at: leased ? null : due_at,
    finished_at,
    latency_ms: finished_at === null ? null : Date.parse(finished_at) - Date.parse(recorded_at),
    last_status,
    reason,
    reason_code: failureOf(row),
  };
}

export async function readDeliveryPage(sql: Sql, search: DeliverySearch): Promise<DeliveryPage> {
  const after = decodeDeliveryCursor(search.cursor);
  await existingSubscription({ sql }, search.subscription_id);
  const rows = await listDeliveries(sql, search, after, search.limit + 1);
  const shown = rows.slice(0, search.limit);
  const last = rows.length > search.limit ? shown.at(-1) : undefined;
  return { items: shown.map(deliveryOf), next_cursor: last === undefined ? null : encodeDeliveryCursor(last) };
}

/** @throws HubError not_found */
export async function readDeliveryDetail(sql: Sql, query: DeliveryQuery): Promise<DeliveryDetail> {
  return await detailOf(sql, decodeDeliveryId(query.subscription_id, query.delivery_id));
}

export async function detailOf(sql: Sql, key: DeliveryKey): Promise<DeliveryDetail> {
  const { template } = await existingSubscription({ sql }, key.subscription_id);
  const found = await getDelivery(sql, key);
  if (found === undefined) throw unknownDelivery();
  const { row, event } = found;
  return {
    delivery: deliveryOf(row),
    body: (row.edited ? row.body : bodyOf(event, template)) as DeliveryDetail['body'],
    attempts: [...(await listAttempts(sql, key))],
  };
}

function bodyOf(event: RecordedEvent | undefined, template: Json): Json {
  if (event === undefined) return null;
  try {
    return template === null ? eventBody(event) : compileTemplate(template).apply(event);
  } catch {
    // The attempt says why; here it is enough that there is none.
    return null;
  }
}
