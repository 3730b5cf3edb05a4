'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Instant } from '../../times/times-provider.tsx';
import type { ShownSubscription } from './shown-subscription.ts';

/** Why it does not send, or will soon not, and what helps. Nothing while all is well. */
export function SubscriptionConcern({ subscription }: { readonly subscription: ShownSubscription }): ReactNode {
  const t = useTranslations('subscriptions.concern');
  const because = useTranslations('subscriptions.disabledBecause');
  const { state, state_code: code, failing_since: since, disables_at: disablesAt } = subscription;
  const failing = since !== null && (state === 'active' || code === 'failing');
  if (state === 'active' && !failing && subscription.circuit === 'closed' && !subscription.parked) return null;
  return (
    <div
      role="note"
      className="grid gap-1 rounded-lg border border-warning/40 bg-warning-soft px-3 py-2 text-warning [overflow-wrap:anywhere]"
    >
      {state === 'active' ? null : <p>{t(state)}</p>}
      {code === null || failing ? null : <p>{because(code)}</p>}
      {failing ? <p>{t.rich('failing', { at: () => <Instant at={since} /> })}</p> : null}
      {failing && disablesAt !== null ? <p>{t.rich('disables', { at: () => <Instant at={disablesAt} /> })}</p> : null}
      {subscription.circuit === 'open' ? <p>{t('circuit')}</p> : null}
      {subscription.parked ? <p>{t('parked', { count: subscription.behind_events })}</p> : null}
    </div>
  );
}
