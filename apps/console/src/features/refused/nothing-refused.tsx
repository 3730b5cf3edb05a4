'use client';

import { CircleCheckBig } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { NoMatches } from '../../components/ui/no-matches.tsx';

/** An empty list of faults is good news, and a place to learn what the page is for. */
export function NothingRefused({
  filtered,
  onClear,
}: {
  readonly filtered: boolean;
  readonly onClear: () => void;
}): ReactNode {
  const t = useTranslations('refused');
  return filtered ? (
    <NoMatches title={t('nothingMatches')} text={t('nothingMatchesText')} clear={t('filter.clear')} onClear={onClear} />
  ) : (
    <EmptyState icon={CircleCheckBig} title={t('nothingYet')} text={t('nothingYetText')}>
      <Link href="/sources" prefetch={false} className="font-medium text-accent-strong underline underline-offset-4">
        {t('toSources')}
      </Link>
    </EmptyState>
  );
}
