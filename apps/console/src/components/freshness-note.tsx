'use client';

import type { Freshness } from '@activity-hub/contracts/activity/freshness';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Instant } from '../times/times-provider.tsx';
import { classNames } from './class-names.ts';

/** How far the figures on the page can be trusted, in one line. */
export function FreshnessNote({
  freshness,
  className,
}: {
  readonly freshness: Freshness;
  readonly className?: string;
}): ReactNode {
  const t = useTranslations('freshness');
  const { complete_through: through, lag_events: lag } = freshness;
  return (
    <span className={classNames('inline-flex items-center gap-1.5 text-ink-faint text-xs', className)}>
      <span aria-hidden className={classNames('size-1.5 rounded-full', lag === 0 ? 'bg-good' : 'bg-warning')} />
      <span>
        {through === null ? t('nothing') : t.rich('through', { at: () => <Instant at={through} /> })}
        {lag > 0 ? ` · ${t('lag', { count: lag })}` : null}
      </span>
    </span>
  );
}
