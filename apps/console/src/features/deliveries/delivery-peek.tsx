'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { SayingLines } from '../../components/hub-words/saying-lines.tsx';
import type { PeekWalk } from '../../components/peek-panel.tsx';
import { QueryPeek } from '../../components/query-peek.tsx';
import { Badge } from '../../components/ui/badge.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { refreshMs } from '../subscriptions/refresh-ms.ts';
import type { ShownSubscription } from '../subscriptions/shown-subscription.ts';
import { AttemptCard } from './attempt-card.tsx';
import { DeliveryActions } from './delivery-actions.tsx';
import { DeliveryCourse } from './delivery-course.tsx';
import { DeliveryFacts } from './delivery-facts.tsx';
import { DeliveryStateBadge } from './delivery-state-badge.tsx';
import { SentBody } from './sent-body.tsx';
import type { ShownDeliveryDetail } from './shown-delivery.ts';
import { useFailureSaying } from './use-failure-saying.ts';

/** One delivery from its event to its end. While it is under way it is looked at again. */
export function DeliveryPeek({
  subscription,
  deliveryId,
  ...walk
}: PeekWalk & { readonly subscription: ShownSubscription; readonly deliveryId: string }): ReactNode {
  const t = useTranslations('deliveries');
  const hub = useHub();
  const query = useQuery(
    hub.deliveries.get.queryOptions(
      { subscription_id: subscription.subscription_id, delivery_id: deliveryId },
      { refetchInterval: ({ state }) => (state.data?.delivery.state === 'pending' ? refreshMs : false) },
    ),
  );
  return (
    <QueryPeek label={t('one')} query={query} walk={walk}>
      {(detail) => <DeliveryDetails subscription={subscription} detail={detail} />}
    </QueryPeek>
  );
}

function DeliveryDetails({
  subscription,
  detail,
}: {
  readonly subscription: ShownSubscription;
  readonly detail: ShownDeliveryDetail;
}): ReactNode {
  const t = useTranslations('deliveries');
  const { delivery, attempts } = detail;
  const { reason_code: code, last_status: status, reason } = delivery;
  const saying = useFailureSaying()({ code, status, reason });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <header aria-live="polite">
        <h2 className="flex flex-wrap items-center gap-2 font-semibold text-base">
          {t('one')}
          <DeliveryStateBadge state={delivery.state} />
          {delivery.edited ? <Badge tone="accent">{t('edited')}</Badge> : null}
        </h2>
        {saying === undefined ? null : (
          <p className="mt-1 text-ink-soft">
            <SayingLines saying={saying} />
          </p>
        )}
      </header>
      <DeliveryActions subscription={subscription} detail={detail} />
      <DeliveryCourse detail={detail} />
      {attempts.length === 0 ? null : (
        <section aria-label={t('attempts')} className="grid grid-cols-1 gap-2">
          <h3 className="font-medium text-ink-soft text-xs">{t('attempts')}</h3>
          {attempts.toReversed().map((attempt, at) => (
            <AttemptCard key={attempt.attempt} attempt={attempt} open={at === 0} />
          ))}
        </section>
      )}
      <SentBody detail={detail} />
      <DeliveryFacts delivery={delivery} />
    </div>
  );
}
