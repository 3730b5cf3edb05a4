'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { ActorName } from '../audit/actor-name.tsx';
import { viewersInput } from './viewers-input.ts';

/** Who read this person's data, for admins: every read is recorded, also the one that shows this card. */
export function ViewersCard({ userId }: { readonly userId: string }): ReactNode {
  const t = useTranslations('viewers');
  const hub = useHub();
  const query = useInfiniteQuery(
    hub.audit.views.infiniteQueryOptions(viewersInput(userId), { getNextPageParam: (page) => page.next_cursor }),
  );
  const views = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card aria-label={t('title')}>
      <CardHeading title={t('title')} detail={t('detail')} />
      {query.isPending ? (
        <Skeleton className="h-24" />
      ) : query.isError ? (
        <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
      ) : views.length === 0 ? (
        <p className="text-ink-soft">{t('nobody')}</p>
      ) : (
        <ol className="grid gap-2">
          {views.map((view) => (
            <li key={view.view_id} className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="min-w-0">
                <ActorName actor={view.viewer} />
                <code className="ml-2 font-mono text-ink-faint text-xs">{view.procedure}</code>
              </span>
              <Instant at={view.at} className="tabular text-ink-faint text-xs" />
            </li>
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
