'use client';

import type {
  AggregateContribution,
  AggregateExplanation,
} from '@activity-hub/contracts/activity/aggregate-explanation';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Dialog } from '../../components/ui/dialog.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { useTimes } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { type ChangeWords, changeTexts } from './change-texts.ts';
import { type ExplainedEvent, ExplainedEvents } from './explained-events.tsx';
import { streakPlace } from './streak-place.ts';

/** The events behind any value of a person: opened beside it. */
export function WhyValue({
  userId,
  processor,
  title,
}: {
  readonly userId: string;
  readonly processor: string;
  readonly title: string;
}): ReactNode {
  const t = useTranslations('explanation');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button tone="quiet" onClick={() => setOpen(true)}>
        {t('why')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={title} wide>
        <Value userId={userId} processor={processor} />
      </Dialog>
    </>
  );
}

function Value({ userId, processor }: { readonly userId: string; readonly processor: string }): ReactNode {
  const t = useTranslations('explanation');
  const words = useChangeWords();
  const explained = useExplained();
  const hub = useHub();
  const query = useInfiniteQuery(
    hub.aggregates.explain.infiniteQueryOptions(
      { processor, key: userId },
      { getNextPageParam: (page) => page.next_cursor },
    ),
  );
  if (query.isPending) return <Skeleton className="h-64" />;
  if (query.isError)
    return <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />;
  const { pages } = query.data;
  const [newest] = pages.slice(-1);
  if (newest === undefined || newest.events === 0) return <p className="text-ink-soft">{t('nothing')}</p>;
  return (
    <div className="grid grid-cols-1 gap-4">
      <div>
        <p className="font-medium" data-folded={newest.after.events}>
          {t('folded', { folded: newest.after.events, count: newest.events })}
        </p>
        <p className="text-ink-soft text-xs">{t('revision', { revision: newest.revision })}</p>
        <Mismatch pages={pages} />
      </div>
      <ExplainedEvents
        userId={userId}
        title={t('oldestFirst')}
        count={newest.events}
        events={pages.flatMap((page) => page.items).map(explained)}
        notCounted={newest.not_counted}
        onMore={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
        isLoading={query.isFetchingNextPage}
      />
      {newest.time_passed === null ? null : (
        <p className="text-ink-soft">
          {t('timePassed', { changes: changeTexts(newest.time_passed, words).join('; ') })}
        </p>
      )}
    </div>
  );
}

function Mismatch({ pages }: { readonly pages: readonly AggregateExplanation[] }): ReactNode {
  const t = useTranslations('explanation.reasons');
  const reason = pages.findLast((page) => page.reason !== null)?.reason ?? null;
  return reason === null ? null : <p role="status">{t(reason)}</p>;
}

function useExplained(): (item: AggregateContribution) => ExplainedEvent {
  const t = useTranslations('explanation');
  const words = useChangeWords();
  return (item) => {
    if (item.fault !== null) return { ...item, effect: t('failed', { reason: item.fault }), changes: [] };
    const changes = changeTexts(item, words);
    if (changes.length === 0) return { ...item, effect: t('unchanged'), changes };
    const more = item.more_changes === 0 ? [] : [t('moreChanges', { count: item.more_changes })];
    return { ...item, effect: null, changes: [...changes, ...more] };
  };
}

/** Streaks are all whose changes are told so: a score says its points. */
function useChangeWords(): ChangeWords {
  const t = useTranslations('explanation.streak');
  const times = useTimes();
  return {
    instant: (at) => times.instant(at),
    place: (pointer) =>
      streakPlace(pointer)
        ?.map((word) => t(word))
        .join(', '),
    begun: t('begun'),
  };
}
