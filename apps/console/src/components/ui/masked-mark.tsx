'use client';

import { Lock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

/** Stands where a personal value would: that there is one, and why it is not shown. */
export function MaskedMark(): ReactNode {
  const t = useTranslations('masked');
  return (
    <span title={t('why')} className="inline-flex items-center gap-1 text-ink-faint">
      <Lock aria-hidden size={13} />
      <span>{t('hidden')}</span>
      <span className="sr-only">{t('why')}</span>
    </span>
  );
}
