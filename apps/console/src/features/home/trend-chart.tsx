'use client';

import type { Trends } from '@activity-hub/contracts/activity/system-activity';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { axisTick, ChartTooltip } from '../../components/chart-tooltip.tsx';
import { familyColor } from '../../components/event-type-label.tsx';
import { useTimes } from '../../times/times-provider.tsx';
import type { TrendFamily, TrendRow } from './trend-range.ts';
import { useStepName } from './trend-table.tsx';
import { useFamilyName } from './use-family-name.ts';

export default function TrendChart({
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
  const times = useTimes();
  const familyName = useFamilyName();
  const stepName = useStepName(step);
  const compact = (value: number): string => format.number(value, { notation: 'compact' });
  return (
    <figure className="h-72" aria-label={t('title')}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={[...rows]}
          margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
          barCategoryGap="18%"
          title={t('title')}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="start"
            tickFormatter={(start: string) => (step === 'month' ? stepName(start) : times.shortDay(start))}
            tick={axisTick}
            tickLine={false}
            axisLine={false}
            minTickGap={36}
          />
          <YAxis
            width={46}
            tick={axisTick}
            tickLine={false}
            axisLine={false}
            tickFormatter={compact}
            allowDecimals={false}
          />
          <Tooltip
            cursor={{ fill: 'var(--hover)' }}
            isAnimationActive={false}
            content={({ active, payload }) => {
              const row: TrendRow | undefined = active ? payload[0]?.payload : undefined;
              return row === undefined ? null : (
                <ChartTooltip
                  title={stepName(row.start)}
                  rows={families.map((family) => ({
                    name: familyName(family),
                    value: format.number(row.counts[family] ?? 0),
                    color: familyColor(family),
                  }))}
                />
              );
            }}
          />
          {families.map((family) => (
            <Bar
              key={family}
              dataKey={(row: TrendRow) => row.counts[family] ?? 0}
              name={familyName(family)}
              stackId="events"
              fill={familyColor(family)}
              maxBarSize={28}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </figure>
  );
}
