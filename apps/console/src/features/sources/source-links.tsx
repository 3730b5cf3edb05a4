'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

export function refusedOf(source: string): string {
  return `/refused?source=${encodeURIComponent(source)}`;
}

/** Where one goes from a source: what to repair, its keys, what it sent. */
export function SourceLinks({
  source,
  openRefused,
}: {
  readonly source: string;
  readonly openRefused: number;
}): ReactNode {
  const t = useTranslations('sources.links');
  const name = encodeURIComponent(source);
  return (
    <nav aria-label={t('title')}>
      <ul className="grid gap-1.5 [&_a]:font-medium [&_a]:text-accent-strong [&_a]:underline [&_a]:underline-offset-4">
        <li>
          <Link href={refusedOf(source)} prefetch={false}>
            {t('refused')}
          </Link>
          <span className="ml-2 text-ink-faint text-xs">{t('open', { count: openRefused })}</span>
        </li>
        <li>
          <Link href={`/keys?source=${name}`} prefetch={false}>
            {t('keys')}
          </Link>
        </li>
        <li>
          <Link href={`/events?source=${name}`} prefetch={false}>
            {t('events')}
          </Link>
        </li>
      </ul>
    </nav>
  );
}
