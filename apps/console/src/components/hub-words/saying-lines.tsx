'use client';

import { useLocale } from 'next-intl';
import type { ReactNode } from 'react';
import { type Saying, shownSaying } from './saying.ts';

/** What the hub says, in the reader's language first; below it what only its own sentence holds. */
export function SayingLines({ saying }: { readonly saying: Saying }): ReactNode {
  const { lead, detail } = shownSaying(saying, useLocale());
  return (
    <>
      <span className="block [overflow-wrap:anywhere]">{lead}</span>
      {detail === undefined ? null : (
        <span lang="en" className="mt-0.5 block font-normal text-xs [overflow-wrap:anywhere]">
          {detail}
        </span>
      )}
    </>
  );
}
