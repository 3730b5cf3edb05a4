'use client';

import { useTranslations } from 'next-intl';

/** Names the live revision of a plugin; one that never ran on this hub has none. */
export function useLiveRevision(): (revision: string | null) => string {
  const t = useTranslations('plugins');
  return (revision) => (revision === null ? t('noRevision') : t('revisionIs', { revision }));
}
