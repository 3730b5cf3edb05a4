'use client';

import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import { SayingLine } from '../../components/hub-words/saying-line.tsx';
import { Cell, DataRow, DataTable, HeadCell } from '../../components/ui/data-table.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useFailureSaying } from '../deliveries/use-failure-saying.ts';
import { EndpointName } from './endpoint-name.tsx';
import { HealthSparkline } from './health-sparkline.tsx';
import type { ListedSubscription } from './shown-subscription.ts';
import { subscriptionHref } from './subscription-address.ts';
import { SubscriptionBadges } from './subscription-badges.tsx';
import { useMilliseconds } from './use-milliseconds.ts';

/** Named in a row; the rest is on hover and on its page. */
const listedTopics = 2;
/** Below that share an endpoint needs somebody to look at it. */
const goodShare = 0.99;

export function SubscriptionsTable({ rows }: { readonly rows: readonly ListedSubscription[] }): ReactNode {
  const t = useTranslations('subscriptions');
  return (
    <DataTable aria-label={t('title')}>
      <thead>
        <tr>
          <HeadCell>{t('column.endpoint')}</HeadCell>
          <HeadCell className="@max-4xl:hidden">{t('column.topics')}</HeadCell>
          <HeadCell className="@max-2xl:hidden">{t('column.health')}</HeadCell>
          <HeadCell className="text-right @max-lg:hidden">{t('column.success')}</HeadCell>
          <HeadCell className="text-right @max-3xl:hidden">{t('column.p95')}</HeadCell>
          <HeadCell className="@max-5xl:hidden">{t('column.lastFailure')}</HeadCell>
          <HeadCell>{t('column.state')}</HeadCell>
          <HeadCell className="text-right @max-lg:hidden">{t('column.pending')}</HeadCell>
          <HeadCell className="text-right">{t('column.dead')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <SubscriptionRow key={row.subscription_id} row={row} />
        ))}
      </tbody>
    </DataTable>
  );
}

function SubscriptionRow({ row }: { readonly row: ListedSubscription }): ReactNode {
  const t = useTranslations('subscriptions');
  const milliseconds = useMilliseconds();
  const format = useFormatter();
  const { subscription_id: id, health, counts } = row;
  const share = health.success_rate_24h;
  return (
    <DataRow data-subscription={id}>
      <Cell>
        <Link
          href={subscriptionHref(id)}
          prefetch={false}
          className="block font-medium outline-offset-[-2px] [overflow-wrap:anywhere] after:absolute after:inset-0"
        >
          {row.name}
        </Link>
        <span className="line-clamp-2 text-ink-faint">
          <EndpointName destination={row.destination} />
        </span>
      </Cell>
      <Cell className="@max-4xl:hidden">
        <Topics topics={row.topics} />
      </Cell>
      <Cell className="@max-2xl:hidden">
        <HealthSparkline health={health} />
      </Cell>
      <Cell
        className={classNames(
          'tabular text-right @max-lg:hidden',
          share !== null && share < goodShare && 'font-medium text-danger',
        )}
      >
        {share === null ? '–' : format.number(share, { style: 'percent', maximumFractionDigits: 1 })}
      </Cell>
      <Cell className="tabular whitespace-nowrap text-right text-ink-soft @max-3xl:hidden">
        {health.p95_ms === null ? '–' : milliseconds(health.p95_ms)}
      </Cell>
      <Cell className="max-w-56 text-ink-soft @max-5xl:hidden">
        <LastFailure health={health} />
      </Cell>
      <Cell>
        <SubscriptionBadges subscription={row} />
        {row.state_code === null ? null : (
          <span className="line-clamp-2 text-ink-faint text-xs">{t(`disabledBecause.${row.state_code}`)}</span>
        )}
      </Cell>
      <Cell className="tabular text-right @max-lg:hidden">{format.number(counts.pending)}</Cell>
      <Cell className="tabular text-right">
        <DeadCount row={row} />
      </Cell>
    </DataRow>
  );
}

function Topics({ topics }: { readonly topics: readonly string[] }): ReactNode {
  return (
    <span title={topics.join(', ')} className="font-mono text-ink-soft text-xs [overflow-wrap:anywhere]">
      {topics.slice(0, listedTopics).join(', ')}
      {topics.length > listedTopics ? (
        <span className="ml-1 text-ink-faint">{`+${topics.length - listedTopics}`}</span>
      ) : null}
    </span>
  );
}

function LastFailure({ health }: { readonly health: ListedSubscription['health'] }): ReactNode {
  const t = useTranslations('subscriptions');
  const saying = useFailureSaying()({
    code: health.last_failure_code,
    status: health.last_failure_status,
    reason: health.last_failure,
  });
  if (health.last_failure_at === null) return t('noFailure');
  return (
    <>
      <Instant at={health.last_failure_at} className="tabular whitespace-nowrap" />
      {saying === undefined ? null : <SayingLine saying={saying} />}
    </>
  );
}

/** One click to what has to be repaired, past the page of the subscription. */
function DeadCount({ row }: { readonly row: ListedSubscription }): ReactNode {
  const t = useTranslations('subscriptions');
  const format = useFormatter();
  const dead = row.counts.dead_lettered;
  if (dead === 0) return format.number(0);
  return (
    <Link
      href={subscriptionHref(row.subscription_id, { tab: 'dead' })}
      prefetch={false}
      aria-label={t('deadOf', { count: dead, name: row.name })}
      className="relative z-[1] rounded font-medium text-danger underline underline-offset-4"
    >
      {format.number(dead)}
    </Link>
  );
}
