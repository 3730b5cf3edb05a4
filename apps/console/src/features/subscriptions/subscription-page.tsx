'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import type { ReactNode } from 'react';
import { PeekRoom } from '../../components/peek-room.tsx';
import { Card } from '../../components/ui/card.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { RowsSkeleton } from '../../components/ui/skeleton.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { DeadLettersTab } from '../deliveries/dead-letters-tab.tsx';
import { DeliveriesTab } from '../deliveries/deliveries-tab.tsx';
import { RedriveRunCard } from '../deliveries/redrive-run-card.tsx';
import { RepairsTab } from '../deliveries/repairs-tab.tsx';
import { CountEquation } from './count-equation.tsx';
import { EndpointName } from './endpoint-name.tsx';
import { refreshMs } from './refresh-ms.ts';
import { SettingsTab } from './settings-tab.tsx';
import type { ShownSubscription } from './shown-subscription.ts';
import { SinkConcern } from './sink-concern.tsx';
import { SubscriptionActions } from './subscription-actions.tsx';
import { subscriptionAddress, subscriptionTabs } from './subscription-address.ts';
import { SubscriptionBadges } from './subscription-badges.tsx';
import { SubscriptionConcern } from './subscription-concern.tsx';

export function SubscriptionPage({ subscriptionId }: { readonly subscriptionId: string }): ReactNode {
  const hub = useHub();
  const query = useQuery(
    hub.subscriptions.get.queryOptions({ subscription_id: subscriptionId }, { refetchInterval: refreshMs }),
  );
  if (query.isPending) return <RowsSkeleton rows={8} />;
  if (query.data === undefined) {
    return (
      <Card>
        <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
      </Card>
    );
  }
  return <SubscriptionTabs subscription={query.data} />;
}

function SubscriptionTabs({ subscription }: { readonly subscription: ShownSubscription }): ReactNode {
  const t = useTranslations('subscriptions');
  const [{ tab, run, peek }, setAddress] = useQueryStates(subscriptionAddress, { history: 'push' });
  const leave = { state: null, event: null, group: null, peek: null };
  return (
    <PeekRoom open={tab === 'deliveries' && peek !== null}>
      <SubscriptionHeading subscription={subscription} />
      <div className="mb-4 grid grid-cols-1 gap-3">
        <SubscriptionConcern subscription={subscription} />
        <SinkConcern destination={subscription.destination} />
        <CountEquation subscription={subscription} />
        <div className="flex flex-wrap items-center justify-between gap-2">
          <div className="max-w-full overflow-x-auto p-0.5">
            <Segmented
              label={t('tab.label')}
              options={subscriptionTabs.map((value) => ({ value, label: t(`tab.${value}`) }))}
              value={tab}
              onChoose={(value) => void setAddress({ tab: value, ...leave })}
            />
          </div>
          <SubscriptionActions subscription={subscription} />
        </div>
      </div>
      {run === null ? null : <RedriveRunCard key={run} runId={run} onHide={() => void setAddress({ run: null })} />}
      {tab === 'deliveries' ? <DeliveriesTab subscription={subscription} /> : null}
      {tab === 'dead' ? <DeadLettersTab subscriptionId={subscription.subscription_id} /> : null}
      {tab === 'repairs' ? <RepairsTab subscriptionId={subscription.subscription_id} /> : null}
      {tab === 'settings' ? <SettingsTab subscription={subscription} /> : null}
    </PeekRoom>
  );
}

function SubscriptionHeading({ subscription }: { readonly subscription: ShownSubscription }): ReactNode {
  const t = useTranslations('subscriptions');
  return (
    <PageHeading
      title={
        <span className="flex flex-wrap items-center gap-2 [overflow-wrap:anywhere]">
          {subscription.name}
          <SubscriptionBadges subscription={subscription} />
        </span>
      }
      detail={
        <span className="flex flex-wrap gap-x-3">
          <Link
            href="/subscriptions"
            prefetch={false}
            className="rounded text-accent-strong underline underline-offset-4"
          >
            {t('all')}
          </Link>
          <EndpointName destination={subscription.destination} />
          {subscription.behind_events === 0 ? null : <span>{t('behind', { count: subscription.behind_events })}</span>}
        </span>
      }
    />
  );
}
