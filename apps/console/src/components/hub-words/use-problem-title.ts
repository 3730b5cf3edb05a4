'use client';

import type { ErrorCode } from '@activity-hub/contracts/errors';
import { useTranslations } from 'next-intl';

type Titled = ErrorCode | 'hub_unreachable';

/** What a code of the error table means, in the reader's language; one of a newer hub stays a code. */
export function useProblemTitle(): (code: string) => string {
  const t = useTranslations('problem');
  return (code) => (t.has(code as Titled) ? t(code as Titled) : code);
}
