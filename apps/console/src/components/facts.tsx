'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CopyButton } from './ui/copy-button.tsx';

export function Facts({ children }: { readonly children: ReactNode }): ReactNode {
  return <dl className="grid gap-1.5">{children}</dl>;
}

/** A fact without a value is left out. */
export function Fact({
  name,
  copy,
  children,
}: {
  readonly name: string;
  readonly copy?: string | null;
  readonly children: ReactNode;
}): ReactNode {
  const t = useTranslations('copy');
  if (children === null) return null;
  return (
    <div className="grid min-h-6 grid-cols-[8rem_minmax(0,1fr)] items-center gap-2">
      <dt className="text-ink-faint text-xs first-letter:uppercase">{name}</dt>
      <dd className="flex min-w-0 items-center gap-1 text-[0.8125rem] [&_code]:break-all [&_code]:font-mono [&_code]:text-xs">
        <span className="min-w-0">{children}</span>
        {copy === undefined || copy === null ? null : <CopyButton text={copy} label={t('value', { name })} />}
      </dd>
    </div>
  );
}
