'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Bar } from 'recharts';
import { BarFigure } from '../../components/bar-figure.tsx';
import { ChartTooltip } from '../../components/chart-tooltip.tsx';
import { useTimes } from '../../times/times-provider.tsx';
import type { ScorePoint, shownPeriods } from './score-windows.ts';
import { useWindowName } from './use-window-name.ts';

export default function ScoreChart({
  points,
  period,
}: {
  readonly points: readonly ScorePoint[];
  readonly period: (typeof shownPeriods)[number];
}): ReactNode {
  const t = useTranslations('user.score');
  const format = useFormatter();
  const times = useTimes();
  const nameOf = useWindowName(period);
  const number = (value: number): string => format.number(value, { maximumFractionDigits: 1 });
  const tick = (start: string): string => {
    if (period === 'monthly') return times.month(start);
    return period === 'hourly' ? `${start.slice(8, 10)} ${start.slice(11, 13)}:00` : times.shortDay(start);
  };
  return (
    <BarFigure
      label={t('title')}
      className="h-64"
      rows={points}
      axisPx={38}
      nameTick={tick}
      formatValue={number}
      tooltip={({ start, score, events }) => (
        <ChartTooltip
          title={nameOf(start)}
          rows={[
            { name: t('value'), value: number(score), color: 'var(--accent)' },
            { name: t('events'), value: format.number(events) },
          ]}
        />
      )}
    >
      <Bar
        dataKey="score"
        name={t('value')}
        fill="var(--accent)"
        radius={[3, 3, 0, 0]}
        maxBarSize={26}
        isAnimationActive={false}
      />
    </BarFigure>
  );
}
