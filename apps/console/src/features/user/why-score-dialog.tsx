'use client';

import type { ScoreExplanation } from '@activity-hub/contracts/activity/explanation';
import type { ScorePeriod } from '@activity-hub/contracts/activity/user-activity';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { type ReactNode, useId, useState } from 'react';
import { EventTypeLabel } from '../../components/event-type-label.tsx';
import { Button } from '../../components/ui/button.tsx';
import { Cell, DataRow, DataTable, HeadCell } from '../../components/ui/data-table.tsx';
import { Dialog } from '../../components/ui/dialog.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { useTimes } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
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
  const query = useQuery(hub.users.explainScore.queryOptions({ user_id: userId, period, start }));
  return (
    <div className="grid gap-4">
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
        <Explanation found={query.data} />
      )}
    </div>
  );
}

function Explanation({ found }: { readonly found: ScoreExplanation }): ReactNode {
  const t = useTranslations('whyScore');
  const format = useFormatter();
  const points = (value: number): string => format.number(value, { maximumFractionDigits: 3 });
  if (found.events === 0) return <p className="text-ink-soft">{t('nothing')}</p>;
  return (
    <>
      <div>
        <p className="font-medium" data-explained={found.explained}>
          {t('sum', { score: points(found.score), count: found.events })}
        </p>
        <p className="text-ink-soft text-xs">{t('revision', { revision: found.revision })}</p>
        {found.adds_up ? null : <p role="status">{t('notEqual', { explained: points(found.explained) })}</p>}
      </div>
      <DataTable aria-label={t('typesTable')}>
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
              <Cell>
                <EventTypeLabel eventType={event_type} />
              </Cell>
              <Cell className="tabular text-right">{format.number(events)}</Cell>
              <Cell className="tabular text-right">{weight === null ? '' : points(weight)}</Cell>
              <Cell className="tabular text-right">{points(contribution)}</Cell>
            </DataRow>
          ))}
        </tbody>
      </DataTable>
      <EventList found={found} points={points} />
    </>
  );
}

function EventList({
  found,
  points,
}: {
  readonly found: ScoreExplanation;
  readonly points: (value: number) => string;
}): ReactNode {
  const t = useTranslations('whyScore');
  const times = useTimes();
  const hrefOf = (eventId: string): string => `/events?user=${found.user_id}&peek=${eventId}`;
  return (
    <section aria-label={t('eventsTable')} className="grid gap-1.5">
      <h3 className="font-medium">
        {t('recent')}{' '}
        <span className="font-normal text-ink-soft text-xs">
          {t('shownOf', { shown: found.items.length, count: found.events })}
        </span>
      </h3>
      <ul>
        {found.items.map((item) => (
          <li key={item.event_id} className="flex min-h-7 items-center justify-between gap-3">
            <Link href={hrefOf(item.event_id)} prefetch={false} className="min-w-0 rounded hover:underline">
              <EventTypeLabel eventType={item.event_type} />
            </Link>
            <span className="tabular shrink-0 text-ink-soft text-xs">
              {times.instant(item.timestamp)} · {points(item.contribution)}
            </span>
          </li>
        ))}
        {found.not_counted.map(({ event_id, event_type, kind }) => (
          <li key={event_id} className="flex min-h-7 items-center justify-between gap-3">
            <Link href={hrefOf(event_id)} prefetch={false} className="min-w-0 rounded line-through hover:underline">
              <EventTypeLabel eventType={event_type} />
            </Link>
            <span className="shrink-0 text-ink-soft text-xs">
              {t('notCounted')}: {kind === 'replaced' ? t('replaced') : t('voided')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
