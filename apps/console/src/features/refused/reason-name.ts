'use client';

import { useTranslations } from 'next-intl';
import type { english } from '../../i18n/english.ts';

type NamedReason = keyof typeof english.refused.reason;

/** Why something was refused, in the page's language; a code without words of its own stays a code. */
export function useReasonName(): (code: string) => string {
  const t = useTranslations('refused.reason');
  return (code) => (t.has(code as NamedReason) ? t(code as NamedReason) : code);
}
