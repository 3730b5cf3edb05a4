'use client';

import { CircleCheckBig, SearchX } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';

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
    <EmptyState icon={SearchX} title={t('nothingMatches')} text={t('nothingMatchesText')}>
      <Button tone="primary" onClick={onClear}>
        {t('filter.clear')}
      </Button>
    </EmptyState>
  ) : (
    <EmptyState icon={CircleCheckBig} title={t('nothingYet')} text={t('nothingYetText')}>
      <Link href="/sources" prefetch={false} className="font-medium text-accent-strong underline underline-offset-4">
        {t('toSources')}
      </Link>
    </EmptyState>
  );
}
