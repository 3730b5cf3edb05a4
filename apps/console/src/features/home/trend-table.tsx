'use client';

import type { Trends } from '@activity-hub/contracts/activity/system-activity';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { FigureTable } from '../../components/figure-table.tsx';
import { useTimes } from '../../times/times-provider.tsx';
import type { TrendFamily, TrendRow } from './trend-range.ts';
import { useFamilyName } from './use-family-name.ts';

export function useStepName(step: Trends['step']): (start: string) => string {
  const times = useTimes();
  return (start) => {
    if (step === 'month') return times.month(start, 'short', true);
    return step === 'hour' ? times.instant(start) : times.day(start, true);
  };
}

export function TrendTable({
  rows,
  families,
  step,
}: {
  readonly rows: readonly TrendRow[];
  readonly families: readonly TrendFamily[];
  readonly step: Trends['step'];
}): ReactNode {
  const t = useTranslations('home.trend');
  const format = useFormatter();
  const familyName = useFamilyName();
  const stepName = useStepName(step);
  return (
    <FigureTable
      label={t('title')}
      className="h-72"
      timeName={t('window')}
      columns={families.map(familyName)}
      rows={rows.map(({ start, counts }) => ({
        start,
        name: stepName(start),
        figures: families.map((family) => format.number(counts[family] ?? 0)),
      }))}
    />
  );
}
