'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { axisTick, ChartTooltip } from '../../components/chart-tooltip.tsx';
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
    <figure className="h-64" aria-label={t('title')}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={[...points]}
          margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
          barCategoryGap="18%"
          title={t('title')}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="start"
            tickFormatter={tick}
            tick={axisTick}
            tickLine={false}
            axisLine={false}
            minTickGap={36}
          />
          <YAxis
            width={38}
            tick={axisTick}
            tickLine={false}
            axisLine={false}
            tickFormatter={number}
            allowDecimals={false}
          />
          <Tooltip
            cursor={{ fill: 'var(--hover)' }}
            isAnimationActive={false}
            content={({ active, payload }) => {
              const point: ScorePoint | undefined = active ? payload[0]?.payload : undefined;
              return point === undefined ? null : (
                <ChartTooltip
                  title={nameOf(point.start)}
                  rows={[
                    { name: t('value'), value: number(point.score), color: 'var(--accent)' },
                    { name: t('events'), value: format.number(point.events) },
                  ]}
                />
              );
            }}
          />
          <Bar
            dataKey="score"
            name={t('value')}
            fill="var(--accent)"
            radius={[3, 3, 0, 0]}
            maxBarSize={26}
            isAnimationActive={false}
          />
        </BarChart>
      </ResponsiveContainer>
    </figure>
  );
}
