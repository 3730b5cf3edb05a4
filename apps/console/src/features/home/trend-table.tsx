'use client';

import type { Trends } from '@activity-hub/contracts/activity/system-activity';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ScrollRegion } from '../../components/ui/scroll-region.tsx';
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
    <ScrollRegion label={t('title')} className="h-72 overflow-auto rounded-lg border">
      <table className="w-full">
        <thead className="sticky top-0 bg-surface text-left text-ink-faint text-xs">
          <tr>
            <th scope="col" className="h-8 border-b px-3 font-medium">
              {t('window')}
            </th>
            {families.map((family) => (
              <th key={family} scope="col" className="border-b px-3 text-right font-medium">
                {familyName(family)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="tabular">
          {rows.toReversed().map(({ start, counts }) => (
            <tr key={start} className="hover:bg-hover">
              <th scope="row" className="h-8 whitespace-nowrap px-3 text-left font-normal">
                {stepName(start)}
              </th>
              {families.map((family) => (
                <td key={family} className="px-3 text-right">
                  {format.number(counts[family] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
