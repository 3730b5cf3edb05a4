'use client';

import { useFormatter, useNow, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { hourSlots } from './hour-slots.ts';
import type { ShownHealth } from './shown-subscription.ts';

const barPx = 4;
const stepPx = 5;
const heightPx = 24;

/** Attempts of the last 24 hours, one bar an hour: failed ones stand on top, in another colour. */
export function HealthSparkline({ health }: { readonly health: ShownHealth }): ReactNode {
  const t = useTranslations('subscriptions');
  const format = useFormatter();
  const hours = hourSlots(health.hours, useNow().getTime());
  const most = Math.max(1, ...hours.map(({ delivered, failed }) => delivered + failed));
  const label = t('sparkline', {
    delivered: format.number(hours.reduce((sum, { delivered }) => sum + delivered, 0)),
    failed: format.number(hours.reduce((sum, { failed }) => sum + failed, 0)),
  });
  const tall = (count: number): number => (count === 0 ? 0 : Math.max(2, (count / most) * (heightPx - 2)));
  return (
    <svg role="img" aria-label={label} width={hours.length * stepPx} height={heightPx} className="block">
      <title>{label}</title>
      {hours.map(({ startMs, delivered, failed }, at) => {
        const good = tall(delivered);
        const bad = tall(failed);
        const x = at * stepPx;
        return (
          <g key={startMs}>
            <rect x={x} y={heightPx - 1} width={barPx} height={1} fill="var(--line-strong)" />
            <rect x={x} y={heightPx - good} width={barPx} height={good} fill="var(--accent)" />
            <rect x={x} y={Math.max(0, heightPx - good - bad)} width={barPx} height={bad} fill="var(--danger)" />
          </g>
        );
      })}
    </svg>
  );
}
