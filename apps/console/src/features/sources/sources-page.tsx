'use client';

import type { SourceHealth } from '@activity-hub/contracts/activity/source-health';
import { useQuery } from '@tanstack/react-query';
import { RadioTower } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ListPanel } from '../../components/list-panel.tsx';
import { PeekRoom } from '../../components/peek-room.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { NoAccessState } from '../../components/ui/no-access-state.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { usePeekList } from '../../components/use-peek-list.ts';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { usePerson } from '../session/person-provider.tsx';
import { SourcePeek } from './source-peek.tsx';
import { SourcesTable } from './sources-table.tsx';

/** The figures of the visible rows follow along; a source that is new comes with them. */
const askEveryMs = 15_000;

const nothing: readonly SourceHealth[] = [];

function idOf({ source }: SourceHealth): string {
  return source;
}

function hrefOf(source: string): string {
  return `/sources?peek=${encodeURIComponent(source)}`;
}

export function SourcesPage(): ReactNode {
  const { role } = usePerson();
  return role === 'admin' ? <Sources /> : <NoAccessState reason="forbidden" />;
}

function Sources(): ReactNode {
  const t = useTranslations('sources');
  const hub = useHub();
  const query = useQuery(hub.sources.list.queryOptions(undefined, { refetchInterval: askEveryMs }));
  const sources = query.data?.items ?? nothing;
  const list = usePeekList({ rows: sources, idOf, hrefOf });
  const { peeked } = list;
  return (
    <PeekRoom open={peeked !== undefined}>
      <PageHeading
        title={t('title')}
        detail={sources.length === 0 ? t('detail') : `${t('detail')} ${t('shown', { count: sources.length })}.`}
      />
      <ListPanel ref={list.panel} query={query} count={sources.length} skeletonRows={6} empty={<NoSources />}>
        <SourcesTable {...list.table} />
      </ListPanel>
      {peeked === undefined ? null : <SourcePeek key={peeked.source} source={peeked} {...list.walk} />}
    </PeekRoom>
  );
}

function NoSources(): ReactNode {
  const t = useTranslations('sources');
  return (
    <EmptyState icon={RadioTower} title={t('nothingYet')} text={t('nothingYetText')}>
      <Link href="/start" prefetch={false} className="font-medium text-accent-strong underline underline-offset-4">
        {t('toStart')}
      </Link>
    </EmptyState>
  );
}
