import type { ShownDestination } from '@activity-hub/contracts/dispatch/destination';
import type { SubscriptionView } from '@activity-hub/contracts/dispatch/subscription';
import type { JsonObject } from '@activity-hub/contracts/event';
import type { SubscriptionFigures } from '@activity-hub/db/subscriptions/read-counts';
import type { SecretRow } from '@activity-hub/db/subscriptions/read-secrets';
import type { SubscriptionRow } from '@activity-hub/db/subscriptions/subscription-row';
import { disabledCodeOf } from '../disabled-reason.ts';
import { disableAfterMs } from '../keep/watch-failing.ts';

/** A subscription as it is shown. */
export function subscriptionView(
  row: SubscriptionRow,
  figures: SubscriptionFigures | undefined,
  secrets: readonly SecretRow[],
  now: number,
): SubscriptionView {
  const { removed: _removed, epoch: _epoch, sealed: _sealed, warned_percent: _warned, ...shown } = row;
  const { circuit_open_until, ...rest } = shown;
  const failing = row.state === 'active' ? row.failing_since : null;
  return {
    ...rest,
    state_code: disabledCodeOf(row),
    topics: [...row.topics],
    template: row.template as SubscriptionView['template'],
    destination: shownDestination(row.destination),
    disables_at: failing === null ? null : new Date(Date.parse(failing) + disableAfterMs).toISOString(),
    circuit: circuit_open_until !== null && Date.parse(circuit_open_until) > now ? 'open' : 'closed',
    parked: figures?.parked ?? false,
    behind_events: figures?.behind_events ?? 0,
    counts: {
      matched: figures?.matched ?? 0,
      delivered: figures?.delivered ?? 0,
      dead_lettered: figures?.dead_lettered ?? 0,
      discarded: figures?.discarded ?? 0,
      pending: figures?.pending ?? 0,
      missing_key: figures?.missing_key ?? 0,
    },
    secrets: secrets.map(({ secret_id, kind, public_key, created_at, expires_at }) => ({
      secret_id,
      kind,
      public_key,
      created_at,
      expires_at,
    })),
  };
}

function shownDestination(stored: JsonObject): ShownDestination {
  const text = (name: string): string | null => (typeof stored[name] === 'string' ? stored[name] : null);
  const names = stored['header_names'];
  return {
    kind: stored['kind'] as ShownDestination['kind'],
    url: text('url'),
    sink_id: text('sink_id'),
    key_id: text('key_id'),
    config: (stored['config'] as ShownDestination['config']) ?? null,
    header_names: Array.isArray(names) ? names.map(String) : [],
    timeout_ms: typeof stored['timeout_ms'] === 'number' ? stored['timeout_ms'] : null,
    authorization: (text('authorization') as ShownDestination['authorization']) ?? null,
    mtls: stored['mtls'] === true,
  };
}
