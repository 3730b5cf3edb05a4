'use client';

import { Inbox } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { NoMatches } from '../../components/ui/no-matches.tsx';

export function NoDeliveries({
  filtered,
  onClear,
}: {
  readonly filtered: boolean;
  readonly onClear: () => void;
}): ReactNode {
  const t = useTranslations('deliveries');
  return filtered ? (
    <NoMatches title={t('nothingMatches')} text={t('nothingMatchesText')} clear={t('clear')} onClear={onClear} />
  ) : (
    <EmptyState icon={Inbox} title={t('nothingYet')} text={t('nothingYetText')} />
  );
}
