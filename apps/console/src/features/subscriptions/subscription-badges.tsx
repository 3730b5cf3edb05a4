'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Badge, type BadgeTone } from '../../components/ui/badge.tsx';
import type { ShownSubscription } from './shown-subscription.ts';

const tones: Readonly<Record<ShownSubscription['state'], BadgeTone>> = {
  active: 'good',
  paused: 'neutral',
  disabled: 'danger',
};

type Stated = Pick<ShownSubscription, 'state' | 'circuit' | 'parked' | 'failing_since'>;

/** Its state, and what keeps an active one from sending. */
export function SubscriptionBadges({ subscription }: { readonly subscription: Stated }): ReactNode {
  const t = useTranslations('subscriptions');
  const { state, circuit, parked, failing_since: failingSince } = subscription;
  return (
    <span className="inline-flex flex-wrap gap-1">
      <Badge tone={tones[state]} data-state={state}>
        {t(`state.${state}`)}
      </Badge>
      {state === 'active' && failingSince !== null ? <Badge tone="warning">{t('failing')}</Badge> : null}
      {circuit === 'open' ? (
        <Badge tone="warning" title={t('circuitOpenText')}>
          {t('circuitOpen')}
        </Badge>
      ) : null}
      {parked ? (
        <Badge tone="warning" title={t('parkedText')}>
          {t('parked')}
        </Badge>
      ) : null}
    </span>
  );
}
