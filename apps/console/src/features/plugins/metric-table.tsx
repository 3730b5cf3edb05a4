'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { FigureTable } from '../../components/figure-table.tsx';
import { useTimes } from '../../times/times-provider.tsx';
import type { ShownMetric } from './shown-plugin.ts';

export function MetricTable({ metric, label }: { readonly metric: ShownMetric; readonly label: string }): ReactNode {
  const t = useTranslations('plugins.metrics');
  const format = useFormatter();
  const times = useTimes();
  const number = (value: number): string => format.number(value, { maximumFractionDigits: 3 });
  return (
    <FigureTable
      label={label}
      className="h-56"
      timeName={t('day')}
      columns={[t('mean'), t('min'), t('max'), t('points')]}
      rows={metric.days.map(({ day, mean, min, max, points }) => ({
        start: day,
        name: times.day(day, true),
        figures: [mean, min, max, points].map(number),
      }))}
    />
  );
}
