'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus, Send } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ListPanel } from '../../components/list-panel.tsx';
import { ButtonLink } from '../../components/ui/button-link.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { NoAccessState } from '../../components/ui/no-access-state.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { usePerson } from '../session/person-provider.tsx';
import { AreaLinks } from './area-links.tsx';
import { refreshMs } from './refresh-ms.ts';
import { SubscriptionsTable } from './subscriptions-table.tsx';

export function SubscriptionsPage(): ReactNode {
  const { role } = usePerson();
  return role === 'admin' ? <Subscriptions /> : <NoAccessState reason="forbidden" />;
}

/** Who gets which events, and how well they arrive. */
function Subscriptions(): ReactNode {
  const t = useTranslations('subscriptions');
  const hub = useHub();
  const query = useQuery(hub.subscriptions.list.queryOptions(undefined, { refetchInterval: refreshMs }));
  const rows = query.data?.items ?? [];
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
      <DeadLettersNote count={rows.reduce((sum, { counts }) => sum + counts.dead_lettered, 0)} />
      <ListPanel query={query} count={rows.length} skeletonRows={5} empty={<NoSubscriptions />}>
        <SubscriptionsTable rows={rows} />
      </ListPanel>
    </>
  );
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
