'use client';

import type { SystemStats } from '@activity-hub/contracts/activity/system-activity';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { type ReactNode, useMemo, useState } from 'react';
import { familyColor } from '../../components/event-type-label.tsx';
import { type FigureForm, FigureFormChoice } from '../../components/figure-form-choice.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { familiesOf, trendQueryOf, trendRanges, trendRows, usualRange } from './trend-range.ts';
import { TrendTable } from './trend-table.tsx';
import { useFamilyName } from './use-family-name.ts';

const TrendChart = dynamic(() => import('./trend-chart.tsx'), {
  ssr: false,
  loading: () => <Skeleton className="h-72 w-full" />,
});

export function TrendCard({ stats, anchorMs }: { readonly stats: SystemStats; readonly anchorMs: number }): ReactNode {
  const t = useTranslations('home.trend');
  const hub = useHub();
  const familyName = useFamilyName();
  const [chosen, setRange] = useQueryState('range', parseAsStringLiteral(trendRanges));
  const [form, setForm] = useState<FigureForm>('chart');
  const range = chosen ?? usualRange(stats, anchorMs);
  const query = useQuery(hub.system.trends.queryOptions(trendQueryOf(range, stats, anchorMs)));
  const rows = useMemo(() => (query.data === undefined ? [] : trendRows(query.data)), [query.data]);
  const families = familiesOf(rows);
  return (
    <Card aria-label={t('title')}>
      <CardHeading title={t('title')} detail={query.data === undefined ? undefined : t(`step.${query.data.step}`)}>
        <Segmented
          label={t('range')}
          options={trendRanges.map((value) => ({ value, label: t(`ranges.${value}`) }))}
          value={range}
          onChoose={(value) => void setRange(value)}
        />
        <FigureFormChoice form={form} onChoose={setForm} />
      </CardHeading>
      {query.isPending ? (
        <Skeleton className="h-72 w-full" />
      ) : query.isError ? (
        <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
      ) : form === 'table' ? (
        <TrendTable rows={rows} families={families} step={query.data.step} />
      ) : (
        <>
          <TrendChart rows={rows} families={families} step={query.data.step} />
          <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-ink-soft text-xs">
            {families.map((family) => (
              <li key={family} className="flex items-center gap-1.5">
                <span aria-hidden className="size-2 rounded-full" style={{ background: familyColor(family) }} />
                {familyName(family)}
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}
