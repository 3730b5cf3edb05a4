'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';

const places = {
  list: '/subscriptions',
  dead: '/subscriptions/dead-letters',
  tail: '/subscriptions/tail',
} as const;
const placeNames = ['list', 'dead', 'tail'] as const;

/** The pages about what leaves the hub. */
export function AreaLinks({ current }: { readonly current: (typeof placeNames)[number] }): ReactNode {
  const t = useTranslations('subscriptions.area');
  return (
    <nav aria-label={t('label')} className="mb-3 flex flex-wrap gap-1">
      {placeNames.map((name) => (
        <Link
          key={name}
          href={places[name]}
          prefetch={false}
          aria-current={current === name ? 'page' : undefined}
          className={classNames(
            'inline-flex h-8 items-center rounded-lg px-3 font-medium text-[0.8125rem] text-ink-soft hover:bg-hover hover:text-ink',
            current === name && 'bg-accent-soft text-accent-strong hover:bg-accent-soft hover:text-accent-strong',
          )}
        >
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}
