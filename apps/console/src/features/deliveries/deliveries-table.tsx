'use client';

import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EventTypeLabel } from '../../components/event-type-label.tsx';
import { SayingLine } from '../../components/hub-words/saying-line.tsx';
import { type PeekRows, PeekTable } from '../../components/peek-table.tsx';
import { ShortId } from '../../components/short-id.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useMilliseconds } from '../subscriptions/use-milliseconds.ts';
import { DeliveryStateBadge } from './delivery-state-badge.tsx';
import type { ShownDelivery } from './shown-delivery.ts';
import { useFailureSaying } from './use-failure-saying.ts';

export function DeliveriesTable(deliveries: PeekRows<ShownDelivery>): ReactNode {
  const t = useTranslations('deliveries');
  const format = useFormatter();
  const milliseconds = useMilliseconds();
  return (
    <PeekTable
      {...deliveries}
      label={t('title')}
      columns={[
        {
          name: t('column.time'),
          className: 'tabular',
          cell: ({ recorded_at: at }, link) => link(<Instant at={at} />),
        },
        { name: t('column.state'), cell: (delivery) => <StateCell delivery={delivery} /> },
        {
          name: t('column.event'),
          from: 'lg',
          cell: (delivery) => <EventCell delivery={delivery} />,
        },
        {
          name: t('column.answer'),
          from: '2xl',
          align: 'right',
          className: 'tabular text-ink-soft',
          cell: ({ last_status: status }) => status ?? '–',
        },
        {
          name: t('column.attempts'),
          from: 'md',
          align: 'right',
          className: 'tabular',
          cell: ({ attempts }) => format.number(attempts),
        },
        {
          name: t('column.nextRetry'),
          from: '4xl',
          className: 'tabular text-ink-soft',
          cell: ({ next_attempt_at: at }) => (at === null ? '–' : <Instant at={at} />),
        },
        {
          name: t('column.latency'),
          from: '3xl',
          align: 'right',
          className: 'tabular whitespace-nowrap text-ink-soft',
          cell: ({ latency_ms: latency }) => (latency === null ? '–' : milliseconds(latency)),
        },
      ]}
    />
  );
}

function StateCell({ delivery }: { readonly delivery: ShownDelivery }): ReactNode {
  const { reason_code: code, last_status: status, reason } = delivery;
  const saying = useFailureSaying()({ code, status, reason });
  return (
    <>
      <DeliveryStateBadge state={delivery.state} />
      {saying === undefined ? null : <SayingLine saying={saying} />}
    </>
  );
}

function EventCell({ delivery }: { readonly delivery: ShownDelivery }): ReactNode {
  return (
    <>
      <EventTypeLabel eventType={delivery.event_type} />
      <Link
        href={`/events?peek=${delivery.event_id}`}
        prefetch={false}
        className="relative z-[1] block w-fit rounded text-ink-faint underline-offset-4 hover:text-accent-strong hover:underline"
      >
        <ShortId id={delivery.event_id} className="text-xs" />
      </Link>
    </>
  );
}
