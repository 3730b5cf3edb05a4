'use client';

import type { ApiKey } from '@activity-hub/contracts/access/api-key';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';

/** From this share on a quota is worth a look before it is used up. */
const nearlyUsed = 0.8;

/** Events of this UTC day, and how much of the day's quota they are. */
export function KeyUsage({ apiKey }: { readonly apiKey: ApiKey }): ReactNode {
  const t = useTranslations('keys');
  const format = useFormatter();
  const quota = apiKey.limits.events_per_day;
  if (quota === null) return <span className="tabular">{format.number(apiKey.events_today)}</span>;
  const share = Math.min(1, apiKey.events_today / quota);
  const spoken = t('usageOf', { used: format.number(apiKey.events_today), quota: format.number(quota) });
  return (
    <span className="inline-flex min-w-24 flex-col gap-1">
      <span className="tabular">{spoken}</span>
      <span aria-hidden className="h-1.5 overflow-hidden rounded-full bg-line">
        <span
          className={classNames(
            'block h-full rounded-full bg-accent',
            share >= nearlyUsed && 'bg-warning',
            share === 1 && 'bg-danger',
          )}
          style={{ width: `${share * 100}%` }}
        />
      </span>
    </span>
  );
}
