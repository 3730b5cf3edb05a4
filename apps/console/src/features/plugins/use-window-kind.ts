'use client';

import { useTranslations } from 'next-intl';

const named = ['all', 'hourly', 'daily', 'weekly', 'monthly', 'session'] as const;

/** The name of a kind of window in the language of the page; spans of a length stay as the manifest writes them. */
export function useWindowKind(): (kind: string) => string {
  const t = useTranslations('plugins.difference.windowKind');
  return (kind) => {
    const known = named.find((each) => each === kind);
    return known === undefined ? kind : t(known);
  };
}
