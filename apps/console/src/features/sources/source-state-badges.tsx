'use client';

import type { SourceHealth } from '@activity-hub/contracts/activity/source-health';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Badge } from '../../components/ui/badge.tsx';
import { concernsOf } from './source-concerns.ts';

const tones = { silent: 'warning', refusals: 'danger', someRefused: 'neutral' } as const;

/** What is unusual about a source; one that is well says so. */
export function SourceStateBadges({ source }: { readonly source: SourceHealth }): ReactNode {
  const t = useTranslations('sources.health');
  const concerns = concernsOf(source);
  return (
    <span className="inline-flex flex-wrap gap-1">
      {concerns.length === 0 ? <Badge tone="good">{t('good')}</Badge> : null}
      {concerns.map((concern) => (
        <Badge key={concern} tone={tones[concern]}>
          {t(concern)}
        </Badge>
      ))}
    </span>
  );
}
