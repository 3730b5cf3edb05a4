'use client';

import type { ScoreExplanation } from '@activity-hub/contracts/activity/explanation';
import type { ScorePeriod } from '@activity-hub/contracts/activity/user-activity';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { type ReactNode, useId, useState } from 'react';
import { EventTypeLabel } from '../../components/event-type-label.tsx';
import { Button } from '../../components/ui/button.tsx';
import { Cell, DataRow, DataTable, HeadCell } from '../../components/ui/data-table.tsx';
import { Dialog } from '../../components/ui/dialog.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { ExplainedEvents } from './explained-events.tsx';
import type { ScorePoint } from './score-windows.ts';
import { useWindowName } from './use-window-name.ts';

/** The events behind a score: opened beside the chart, begins with the newest window that has one. */
export function WhyScore({
  userId,
  period,
  points,
}: {
  readonly userId: string;
  readonly period: ScorePeriod;
  readonly points: readonly ScorePoint[];
}): ReactNode {
  const t = useTranslations('whyScore');
  const [open, setOpen] = useState(false);
  const scored = points.filter((point) => point.events > 0).toReversed();
  if (scored.length === 0) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('open')}</Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('title')} wide>
        <Windows userId={userId} period={period} starts={scored.map((point) => point.start)} />
      </Dialog>
    </>
  );
}

function Windows({
  userId,
  period,
  starts,
}: {
  readonly userId: string;
  readonly period: ScorePeriod;
  readonly starts: readonly string[];
}): ReactNode {
  const t = useTranslations('whyScore');
  const hub = useHub();
  const id = useId();
  const nameOf = useWindowName(period);
  const [start, setStart] = useState(starts[0] ?? '');
  const query = useInfiniteQuery(
    hub.users.explainScore.infiniteQueryOptions(
      { user_id: userId, period, start },
      { getNextPageParam: (page) => page.next_cursor },
    ),
  );
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="flex items-center gap-2">
        <label htmlFor={id} className="text-ink-soft">
          {t('window')}
        </label>
        <select
          id={id}
          value={start}
          onChange={(event) => setStart(event.target.value)}
          className="h-8 rounded-lg border border-line-strong bg-surface px-2"
        >
          {starts.map((one) => (
            <option key={one} value={one}>
              {nameOf(one)}
            </option>
          ))}
        </select>
      </div>
      {query.isPending ? (
        <Skeleton className="h-64" />
      ) : query.isError ? (
        <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
      ) : (
        <Explanation
          pages={query.data.pages}
          onMore={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
          isLoading={query.isFetchingNextPage}
        />
      )}
    </div>
  );
}

/** Sums are those of the newest page: they are of the whole window, whatever the page. */
function Explanation({
  pages,
  onMore,
  isLoading,
}: {
  readonly pages: readonly ScoreExplanation[];
  readonly onMore: (() => void) | undefined;
  readonly isLoading: boolean;
}): ReactNode {
  const t = useTranslations('whyScore');
  const format = useFormatter();
  const points = (value: number): string => format.number(value, { maximumFractionDigits: 3 });
  const gain = (value: number): string => format.number(value, { maximumFractionDigits: 3, signDisplay: 'exceptZero' });
  const found = pages.at(-1);
  if (found === undefined || found.events === 0) return <p className="text-ink-soft">{t('nothing')}</p>;
  return (
    <>
      <div>
        <p className="font-medium" data-explained={found.explained}>
          {t('sum', { score: points(found.score), count: found.events })}
        </p>
        <p className="text-ink-soft text-xs">{t('revision', { revision: found.revision })}</p>
        {found.adds_up ? null : <p role="status">{t('notEqual', { explained: points(found.explained) })}</p>}
      </div>
      <DataTable aria-label={t('typesTable')} className="max-sm:[&_td]:px-1.5 max-sm:[&_th]:px-1.5">
        <thead>
          <tr>
            <HeadCell className="static">{t('type')}</HeadCell>
            <HeadCell className="static text-right">{t('events')}</HeadCell>
            <HeadCell className="static text-right">{t('weight')}</HeadCell>
            <HeadCell className="static text-right">{t('contribution')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {found.by_type.map(({ event_type, events, weight, contribution }) => (
            <DataRow key={event_type}>
              <Cell className="break-words">
                <EventTypeLabel eventType={event_type} wraps />
              </Cell>
              <Cell className="tabular text-right">{format.number(events)}</Cell>
              <Cell className="tabular text-right">{weight === null ? '' : points(weight)}</Cell>
              <Cell className="tabular text-right">{points(contribution)}</Cell>
            </DataRow>
          ))}
        </tbody>
      </DataTable>
      <ExplainedEvents
        userId={found.user_id}
        title={t('recent')}
        count={found.events}
        events={pages
          .flatMap((page) => page.items)
          .map((item) => ({
            ...item,
            effect: t('effect', { points: gain(item.contribution), total: points(item.score_after) }),
            changes: [],
          }))}
        notCounted={found.not_counted}
        onMore={onMore}
        isLoading={isLoading}
      />
    </>
  );
}
