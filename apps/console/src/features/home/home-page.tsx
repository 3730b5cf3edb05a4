'use client';

import type { SystemStats } from '@activity-hub/contracts/activity/system-activity';
import { useQuery } from '@tanstack/react-query';
import { Inbox } from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { FreshnessNote } from '../../components/freshness-note.tsx';
import { Card } from '../../components/ui/card.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { FirstEvents } from '../events/first-events.tsx';
import { usePerson } from '../session/person-provider.tsx';
import { ConsumersCard } from './consumers-card.tsx';
import { TrendCard } from './trend-card.tsx';

export function HomePage({ anchorMs }: { readonly anchorMs: number }): ReactNode {
  const t = useTranslations('home');
  const hub = useHub();
  const query = useQuery(hub.system.stats.queryOptions());
  const stats = query.data;
  return (
    <>
      <PageHeading
        title={t('title')}
        detail={
          stats === undefined ? null : (
            <span className="flex flex-wrap items-center gap-x-3">
              {stats.last_event_at === null ? null : (
                <span>{t.rich('last', { at: () => <Instant at={stats.last_event_at ?? ''} /> })}</span>
              )}
              <FreshnessNote freshness={stats.freshness} />
            </span>
          )
        }
      />
      {query.isPending ? (
        <HomeSkeleton />
      ) : query.isError ? (
        <Card>
          <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
        </Card>
      ) : query.data.events_total === 0 ? (
        <Card>
          <EmptyState icon={Inbox} title={t('nothingYet')} text={t('nothingYetText')}>
            <FirstEvents onLoaded={async () => void (await query.refetch())} />
          </EmptyState>
        </Card>
      ) : (
        <div className="grid gap-4">
          <Figures stats={query.data} />
          <TrendCard stats={query.data} anchorMs={anchorMs} />
          {/* What reads the log is told to admins. */}
          {query.data.consumers.length === 0 ? null : <ConsumersCard consumers={query.data.consumers} />}
        </div>
      )}
    </>
  );
}

/** Every figure leads to the list behind it. */
function Figures({ stats }: { readonly stats: SystemStats }): ReactNode {
  const t = useTranslations('home');
  const format = useFormatter();
  const { role } = usePerson();
  const figures = [
    { name: 'events', value: stats.events_total, href: '/events' },
    { name: 'users', value: stats.users_total, href: '/users' },
    { name: 'cases', value: stats.open_cases, href: '/anomalies?status=open' },
    { name: 'refused', value: stats.refused_total, href: role === 'admin' ? '/refused' : undefined },
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-2 sm:gap-4 lg:grid-cols-4">
      {/* What the hub does not tell this person is left out. */}
      {figures.map(({ name, value, href }) =>
        value === null ? null : (
          <div
            key={name}
            className="relative rounded-xl border bg-surface p-3 shadow-card sm:p-4 has-[a:hover]:border-line-strong"
          >
            <dt className="text-ink-faint text-xs">
              {href === undefined ? (
                t(`figure.${name}`)
              ) : (
                <Link href={href} prefetch={false} className="after:absolute after:inset-0 after:rounded-xl">
                  {t(`figure.${name}`)}
                </Link>
              )}
            </dt>
            <dd className="tabular mt-1 font-semibold text-2xl tracking-tight" data-figure={name}>
              {format.number(value)}
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}

function HomeSkeleton(): ReactNode {
  const t = useTranslations('states');
  return (
    <div role="status" className="grid gap-4">
      <span className="sr-only">{t('loading')}</span>
      <div className="grid grid-cols-2 gap-4 lg:grid-cols-4">
        <Skeleton className="h-20" />
        <Skeleton className="h-20" />
        <Skeleton className="h-20" />
        <Skeleton className="h-20" />
      </div>
      <Skeleton className="h-80" />
    </div>
  );
}
