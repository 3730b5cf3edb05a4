'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EventTypeLabel } from '../../components/event-type-label.tsx';
import { Fact, Facts } from '../../components/facts.tsx';
import { ShortId } from '../../components/short-id.tsx';
import { useMilliseconds } from '../subscriptions/use-milliseconds.ts';
import type { ShownDelivery } from './shown-delivery.ts';

const linkLook = 'rounded text-accent-strong underline underline-offset-4';

export function DeliveryFacts({ delivery }: { readonly delivery: ShownDelivery }): ReactNode {
  const t = useTranslations('deliveries.fact');
  const milliseconds = useMilliseconds();
  const { event_id: eventId, user_id: userId, latency_ms: latency } = delivery;
  return (
    <Facts>
      <Fact name={t('type')}>
        <EventTypeLabel eventType={delivery.event_type} />
      </Fact>
      <Fact name={t('event')} copy={eventId}>
        <Link href={`/events?peek=${eventId}`} prefetch={false} className={linkLook}>
          <code>{eventId}</code>
        </Link>
      </Fact>
      <Fact name={t('user')} copy={userId}>
        {userId === null ? null : (
          <Link href={`/users/${userId}`} prefetch={false} className={linkLook}>
            <ShortId id={userId} />
          </Link>
        )}
      </Fact>
      <Fact name={t('latency')}>{latency === null ? null : milliseconds(latency)}</Fact>
      <Fact name={t('webhookId')} copy={delivery.webhook_id}>
        <code>{delivery.webhook_id}</code>
      </Fact>
    </Facts>
  );
}
