'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Bar } from 'recharts';
import { BarFigure } from '../../components/bar-figure.tsx';
import { ChartTooltip } from '../../components/chart-tooltip.tsx';
import { useTimes } from '../../times/times-provider.tsx';
import type { ShownMetric } from './shown-plugin.ts';

export default function MetricChart({
  metric,
  label,
}: {
  readonly metric: ShownMetric;
  readonly label: string;
}): ReactNode {
  const t = useTranslations('plugins.metrics');
  const format = useFormatter();
  const times = useTimes();
  const number = (value: number): string => format.number(value, { maximumFractionDigits: 3 });
  return (
    <BarFigure
      label={label}
      className="h-56"
      rows={metric.days.map(({ day, ...figures }) => ({ start: day, ...figures }))}
      axisPx={38}
      nameTick={(day) => times.shortDay(day)}
      formatValue={number}
      fractions
      tooltip={({ start, mean, min, max, points }) => (
        <ChartTooltip
          title={times.day(start, true)}
          rows={[
            { name: t('mean'), value: number(mean), color: 'var(--accent)' },
            { name: t('min'), value: number(min) },
            { name: t('max'), value: number(max) },
            { name: t('points'), value: number(points) },
          ]}
        />
      )}
    >
      <Bar dataKey="mean" name={t('mean')} fill="var(--accent)" maxBarSize={26} isAnimationActive={false} />
    </BarFigure>
  );
}
