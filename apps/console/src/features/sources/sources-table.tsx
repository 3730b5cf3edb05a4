'use client';

import type { SourceHealth } from '@activity-hub/contracts/activity/source-health';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type PeekRows, PeekTable } from '../../components/peek-table.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { RefusalRate } from './refusal-rate.tsx';
import { refusedOf } from './source-links.tsx';
import { SourceStateBadges } from './source-state-badges.tsx';

export function SourcesTable(sources: PeekRows<SourceHealth>): ReactNode {
  const t = useTranslations('sources');
  const format = useFormatter();
  return (
    <PeekTable
      {...sources}
      label={t('title')}
      columns={[
        { name: t('column.source'), cell: ({ source }, link) => link(source) },
        { name: t('column.health'), cell: (source) => <SourceStateBadges source={source} /> },
        {
          name: t('column.lastSeen'),
          from: 'xl',
          className: 'tabular text-ink-soft',
          cell: ({ last_seen_at: at }) => <Instant at={at} />,
        },
        {
          name: t('column.accepted'),
          from: '3xl',
          align: 'right',
          className: 'tabular text-ink-soft',
          cell: ({ accepted_24h: accepted }) => format.number(accepted),
        },
        {
          name: t('column.refused'),
          from: '2xl',
          align: 'right',
          className: 'tabular text-ink-soft',
          cell: ({ refused_24h: refused }) => format.number(refused),
        },
        {
          name: t('column.rate'),
          from: '4xl',
          className: 'text-ink-soft',
          cell: ({ refusal_rate_24h: rate }) => <RefusalRate rate={rate} />,
        },
        {
          name: t('column.open'),
          align: 'right',
          className: 'tabular',
          cell: (source) => <OpenRefused source={source} />,
        },
      ]}
    />
  );
}

function OpenRefused({ source: { source, open_refused: count } }: { readonly source: SourceHealth }): ReactNode {
  const t = useTranslations('sources.links');
  const format = useFormatter();
  if (count === 0) return format.number(0);
  return (
    <Link
      href={refusedOf(source)}
      prefetch={false}
      aria-label={`${source}: ${t('open', { count })}`}
      className="relative z-1 inline-flex min-h-6 min-w-6 items-center justify-end font-medium text-accent-strong underline underline-offset-4"
    >
      {format.number(count)}
    </Link>
  );
}
