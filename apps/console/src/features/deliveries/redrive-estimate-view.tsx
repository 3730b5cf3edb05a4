'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Instant } from '../../times/times-provider.tsx';
import { useDuration } from '../../times/use-duration.ts';
import type { ShownEstimate } from './shown-delivery.ts';

/** How many there are, from when, and how long they take at the chosen rate. */
export function RedriveEstimateView({
  estimate,
  rate,
}: {
  readonly estimate: ShownEstimate;
  readonly rate: number | undefined;
}): ReactNode {
  const t = useTranslations('redrive');
  const duration = useDuration();
  const { total, oldest_at: oldest, newest_at: newest } = estimate;
  if (total === 0) return <p className="text-ink-soft">{t('nothing')}</p>;
  return (
    <div className="grid gap-1">
      <p className="font-semibold">{t('estimate', { count: total })}</p>
      {rate === undefined ? null : (
        <p className="text-ink-soft">{t('takes', { time: duration(Math.max(1, total / rate) * 1_000) })}</p>
      )}
      {oldest === null || newest === null ? null : (
        <p className="tabular text-ink-faint text-xs">
          <Instant at={oldest} /> – <Instant at={newest} />
        </p>
      )}
    </div>
  );
}
