'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { RowsSkeleton } from '../../components/ui/skeleton.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { WorkLine } from '../works/work-line.tsx';
import { worksPerPage } from './works-per-page.ts';

/** The works a person took part in, the latest first. */
export function WorksCard({ userId }: { readonly userId: string }): ReactNode {
  const t = useTranslations('works');
  const hub = useHub();
  const query = useInfiniteQuery(
    hub.users.works.infiniteQueryOptions(
      { user_id: userId, limit: worksPerPage },
      { getNextPageParam: (page) => page.next_cursor },
    ),
  );
  const works = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card aria-label={t('title')}>
      <CardHeading title={t('title')} detail={t('detail')} />
      {query.isPending ? (
        <RowsSkeleton rows={3} />
      ) : query.isError ? (
        <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
      ) : works.length === 0 ? (
        <p className="text-ink-soft">{t('none')}</p>
      ) : (
        <ol>
          {works.map((work) => (
            <WorkLine key={work.work_id} work={work} />
          ))}
        </ol>
      )}
      {query.hasNextPage ? (
        <Button
          tone="quiet"
          className="mt-2"
          onClick={() => void query.fetchNextPage()}
          disabled={query.isFetchingNextPage}
        >
          {t('more')}
        </Button>
      ) : null}
    </Card>
  );
}
