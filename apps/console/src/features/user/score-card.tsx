'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useFormatter, useTranslations } from 'next-intl';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { type ReactNode, useMemo, useState } from 'react';
import { type FigureForm, FigureFormChoice } from '../../components/figure-form-choice.tsx';
import { FigureTable } from '../../components/figure-table.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import {
  chartStart,
  type ScorePoint,
  shownPeriods,
  windowStarts,
  withEmptyWindows,
  withoutLeadingGap,
} from './score-windows.ts';
import { useWindowName } from './use-window-name.ts';
import { WhyScore } from './why-score-dialog.tsx';

/** The chart library is larger than the rest of the page, so it comes after it. */
const ScoreChart = dynamic(() => import('./score-chart.tsx'), {
  ssr: false,
  loading: () => <Skeleton className="h-64 w-full" />,
});

type Period = (typeof shownPeriods)[number];

export function ScoreCard({
  userId,
  zone,
  until,
}: {
  readonly userId: string;
  readonly zone: string;
  readonly until: string;
}): ReactNode {
  const t = useTranslations('user.score');
  const hub = useHub();
  const [period, setPeriod] = useQueryState('period', parseAsStringLiteral(shownPeriods).withDefault('daily'));
  const [form, setForm] = useState<FigureForm>('chart');
  const query = useQuery(
    hub.users.score.queryOptions({ user_id: userId, period, from: chartStart(period, until), to: until }),
  );
  const points = useMemo(
    () =>
      query.data === undefined
        ? []
        : withoutLeadingGap(withEmptyWindows(query.data.points, windowStarts(period, until, zone))),
    [query.data, period, until, zone],
  );
  return (
    <Card aria-label={t('title')}>
      <CardHeading title={t('title')} detail={t('inZone', { zone })}>
        <Segmented
          label={t('period')}
          options={shownPeriods.map((value) => ({ value, label: t(`periods.${value}`) }))}
          value={period}
          onChoose={(value) => void setPeriod(value)}
        />
        <FigureFormChoice form={form} onChoose={setForm} />
        <WhyScore userId={userId} period={period} points={points} />
      </CardHeading>
      {query.isPending ? (
        <Skeleton className="h-64 w-full" />
      ) : query.isError ? (
        <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
      ) : form === 'chart' ? (
        <ScoreChart points={points} period={period} />
      ) : (
        <ScoreTable points={points} period={period} />
      )}
    </Card>
  );
}

function ScoreTable({
  points,
  period,
}: {
  readonly points: readonly ScorePoint[];
  readonly period: Period;
}): ReactNode {
  const t = useTranslations('user.score');
  const format = useFormatter();
  const nameOf = useWindowName(period);
  return (
    <FigureTable
      label={t('title')}
      className="h-64"
      timeName={t('window')}
      columns={[t('value'), t('events')]}
      rows={points.map(({ start, score, events }) => ({
        start,
        name: nameOf(start),
        figures: [format.number(score, { maximumFractionDigits: 1 }), format.number(events)],
      }))}
    />
  );
}
