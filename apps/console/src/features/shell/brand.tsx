import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

export function Brand(): ReactNode {
  const t = useTranslations('shell');
  return (
    <Link href="/" prefetch={false} className="flex h-8 items-center gap-2.5 rounded-lg font-semibold tracking-tight">
      <svg aria-hidden="true" viewBox="0 0 32 32" className="size-7">
        <rect width="32" height="32" rx="8" className="fill-accent" />
        <path
          d="M5 17h5l3-8 6 15 3-7h5"
          fill="none"
          stroke="var(--on-accent)"
          strokeWidth="2.6"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      {t('name')}
    </Link>
  );
}
