'use client';

import type { SourceHealth } from '@activity-hub/contracts/activity/source-health';
import { useQuery } from '@tanstack/react-query';
import { RadioTower } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { classNames } from '../../components/class-names.ts';
import { Panel } from '../../components/ui/data-table.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { NoAccessState } from '../../components/ui/no-access-state.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { RowsSkeleton } from '../../components/ui/skeleton.tsx';
import { useRowPeek } from '../../components/use-row-peek.ts';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { usePerson } from '../session/person-provider.tsx';
import { SourcePeek } from './source-peek.tsx';
import { SourcesTable } from './sources-table.tsx';

/** The figures of the visible rows follow along; a source that is new comes with them. */
const askEveryMs = 15_000;

const nothing: readonly SourceHealth[] = [];

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
  const names = useMemo(() => sources.map(({ source }) => source), [sources]);
  const peek = useRowPeek(names, undefined);
  const table = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const name = peek.focusRequest === null ? undefined : names[peek.focusRequest.index];
    if (name !== undefined) table.current?.querySelector<HTMLElement>(`[data-row="${name}"]`)?.focus();
  }, [peek.focusRequest, names]);
  const peeked = sources.find(({ source }) => source === peek.id);
  return (
    <div className={classNames(peeked !== undefined && 'xl:pr-[calc(var(--peek-width,0px)-0.5rem)]')}>
      <PageHeading
        title={t('title')}
        detail={sources.length === 0 ? t('detail') : `${t('detail')} ${t('shown', { count: sources.length })}.`}
      />
      <Panel ref={table} aria-busy={query.isFetching}>
        {query.isPending ? (
          <RowsSkeleton rows={6} />
        ) : query.isError && sources.length === 0 ? (
          <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
        ) : sources.length === 0 ? (
          <EmptyState icon={RadioTower} title={t('nothingYet')} text={t('nothingYetText')}>
            <Link
              href="/start"
              prefetch={false}
              className="font-medium text-accent-strong underline underline-offset-4"
            >
              {t('toStart')}
            </Link>
          </EmptyState>
        ) : (
          <SourcesTable sources={sources} peeked={peek.id} hrefOf={hrefOf} onPeek={peek.open} />
        )}
      </Panel>
      {peeked === undefined ? null : (
        <SourcePeek
          key={peeked.source}
          source={peeked}
          onClose={peek.close}
          onNext={peek.next}
          onPrevious={peek.previous}
        />
      )}
    </div>
  );
}
