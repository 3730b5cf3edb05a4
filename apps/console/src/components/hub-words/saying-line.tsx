'use client';

import { useLocale } from 'next-intl';
import type { ReactNode } from 'react';
import { type Saying, sayingText, shownSaying } from './saying.ts';

/** In a row of a table: all that is cut off is on hover. */
export function SayingLine({ saying }: { readonly saying: Saying }): ReactNode {
  const locale = useLocale();
  return (
    <span className="line-clamp-1 text-ink-faint text-xs [overflow-wrap:anywhere]" title={sayingText(saying, locale)}>
      {shownSaying(saying, locale).lead}
    </span>
  );
}
