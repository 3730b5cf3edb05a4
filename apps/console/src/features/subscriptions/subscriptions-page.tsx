'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus, Send } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import type { ReactNode } from 'react';
import { ListPanel } from '../../components/list-panel.tsx';
import { ButtonLink } from '../../components/ui/button-link.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { NoAccessState } from '../../components/ui/no-access-state.tsx';
import { NoMatches } from '../../components/ui/no-matches.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { usePages } from '../../components/use-pages.ts';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { usePerson } from '../session/person-provider.tsx';
import { AreaLinks } from './area-links.tsx';
import { refreshMs } from './refresh-ms.ts';
import { SubscriptionFilterBar } from './subscription-filter-bar.tsx';
import { noFilters, subscriptionFilters, subscriptionSearchOf } from './subscription-filters.ts';
import { SubscriptionsTable } from './subscriptions-table.tsx';

export function SubscriptionsPage(): ReactNode {
  const { role } = usePerson();
  return role === 'admin' ? <Subscriptions /> : <NoAccessState reason="forbidden" />;
}

/** Who gets which events, and how well they arrive. */
function Subscriptions(): ReactNode {
  const t = useTranslations('subscriptions');
  const hub = useHub();
  const [filters, setFilters] = useQueryStates(subscriptionFilters, { history: 'push' });
  const query = useInfiniteQuery(
    hub.subscriptions.list.infiniteQueryOptions(subscriptionSearchOf(filters), {
      getNextPageParam: (page) => page.next_cursor,
      // All pages that are shown are asked for again: the more they are, the less often.
      refetchInterval: ({ state }) => refreshMs * Math.max(1, state.data?.pages.length ?? 0),
    }),
  );
  const { rows } = usePages(query);
  const filtered = Object.values(filters).some((value) => value !== null);
  return (
    <>
      <PageHeading
        title={t('title')}
        detail={rows.length === 0 ? t('detail') : `${t('detail')} ${t('shown', { count: rows.length })}.`}
      >
        <ButtonLink tone="primary" href="/subscriptions/new">
          <Plus aria-hidden size={15} />
          {t('new')}
        </ButtonLink>
      </PageHeading>
      <AreaLinks current="list" />
      <SubscriptionFilterBar filters={filters} onChange={(change) => void setFilters(change)} />
      <DeadLettersNote count={rows.reduce((sum, { counts }) => sum + counts.dead_lettered, 0)} />
      <ListPanel
        query={query}
        count={rows.length}
        skeletonRows={5}
        empty={filtered ? <NothingMatches onClear={() => void setFilters(noFilters)} /> : <NoSubscriptions />}
      >
        <SubscriptionsTable rows={rows} />
      </ListPanel>
    </>
  );
}

function NothingMatches({ onClear }: { readonly onClear: () => void }): ReactNode {
  const t = useTranslations('subscriptions');
  return <NoMatches title={t('nothingMatches')} text={t('nothingMatchesText')} clear={t('clear')} onClear={onClear} />;
}

function NoSubscriptions(): ReactNode {
  const t = useTranslations('subscriptions');
  return (
    <EmptyState icon={Send} title={t('nothingYet')} text={t('nothingYetText')}>
      <ButtonLink tone="primary" href="/subscriptions/new">
        <Plus aria-hidden size={15} />
        {t('new')}
      </ButtonLink>
    </EmptyState>
  );
}

function DeadLettersNote({ count }: { readonly count: number }): ReactNode {
  const t = useTranslations('subscriptions');
  if (count === 0) return null;
  return (
    <p
      role="note"
      className="mb-3 flex flex-wrap items-center gap-x-3 rounded-lg border border-danger/40 bg-danger-soft px-3 py-2 text-danger"
    >
      {t('deadTotal', { count })}
      <Link href="/subscriptions/dead-letters" prefetch={false} className="font-medium underline underline-offset-4">
        {t('seeDead')}
      </Link>
    </p>
  );
}
