'use client';

import { useTranslations } from 'next-intl';
import type { ConfigFault } from './read-fields.ts';

/** What is wrong with a setting, in words. */
export function useConfigFaultText(): (fault: ConfigFault) => string {
  const t = useTranslations('configForm.fault');
  return ({ kind, limit = 0 }) => t(kind, { limit });
}
