'use client';

import type { Trends } from '@activity-hub/contracts/activity/system-activity';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Bar } from 'recharts';
import { BarFigure } from '../../components/bar-figure.tsx';
import { ChartTooltip } from '../../components/chart-tooltip.tsx';
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
    <BarFigure
      label={t('title')}
      className="h-72"
      rows={rows}
      axisPx={46}
      nameTick={(start) => (step === 'month' ? stepName(start) : times.shortDay(start))}
      formatValue={compact}
      tooltip={({ start, counts }) => (
        <ChartTooltip
          title={stepName(start)}
          rows={families.map((family) => ({
            name: familyName(family),
            value: format.number(counts[family] ?? 0),
            color: familyColor(family),
          }))}
        />
      )}
    >
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
    </BarFigure>
  );
}
