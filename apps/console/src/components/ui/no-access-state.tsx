'use client';

import { Lock } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

/** Not a failure: it works, but not for this person. Trying again would not help, so it is not offered. */
export function NoAccessState({ reason }: { readonly reason: 'forbidden' | 'not_in_cohort' }): ReactNode {
  const t = useTranslations('noAccess');
  return (
    <div role="note" className="flex flex-col items-center px-4 py-12 text-center">
      <span className="mb-3 inline-flex size-11 items-center justify-center rounded-xl bg-warning-soft text-warning">
        <Lock aria-hidden size={21} strokeWidth={1.8} />
      </span>
      <h2 className="font-semibold text-base">{t(`title.${reason}`)}</h2>
      <p className="mt-1 max-w-prose text-balance text-ink-soft">{t(`text.${reason}`)}</p>
      <Link href="/" prefetch={false} className="mt-4 font-medium text-accent-strong underline underline-offset-4">
        {t('home')}
      </Link>
    </div>
  );
}
