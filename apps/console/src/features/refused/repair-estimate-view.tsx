'use client';

import type { RepairEstimate } from '@activity-hub/contracts/activity/refused-repair';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DifferencesTable } from './differences-table.tsx';
import { VerdictNote } from './verdict-note.tsx';

/** How much a repair of many would touch, and what it would make of samples spread over that. */
export function RepairEstimateView({ estimate }: { readonly estimate: RepairEstimate }): ReactNode {
  const t = useTranslations('refused.many');
  const { total, truncated, samples } = estimate;
  const good = samples.filter(({ ok }) => ok).length;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div>
        <p className="font-semibold">{t('estimate', { count: total })}</p>
        {truncated === 0 ? null : <p className="text-warning">{t('estimateCut', { count: truncated })}</p>}
        {samples.length === 0 ? null : (
          <p className="text-ink-soft">{t('samples', { good: String(good), all: String(samples.length) })}</p>
        )}
      </div>
      <ul className="grid gap-3">
        {samples.map((sample, index) => (
          <li key={sample.refused_id} className="grid grid-cols-[minmax(0,1fr)] gap-2 rounded-lg border p-3">
            <h3 className="font-medium text-ink-soft text-xs">{t('sample', { number: index + 1 })}</h3>
            <VerdictNote verdict={sample} />
            <DifferencesTable differences={sample.differences} />
          </li>
        ))}
      </ul>
    </div>
  );
}
