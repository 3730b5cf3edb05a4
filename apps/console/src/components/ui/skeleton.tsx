import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';

export function Skeleton({ className }: { readonly className?: string }): ReactNode {
  return <span aria-hidden className={classNames('block animate-pulse rounded-md bg-line', className)} />;
}

/** In the shape of the list that will come, so that nothing jumps. */
export function RowsSkeleton({ rows = 10 }: { readonly rows?: number }): ReactNode {
  const t = useTranslations('states');
  return (
    <div role="status" className="grid">
      <span className="sr-only">{t('loading')}</span>
      {Array.from({ length: rows }, (_, at) => `row-${at}`).map((key) => (
        <div key={key} className="flex h-11 items-center gap-6 border-b px-3 last:border-b-0">
          <Skeleton className="h-3 w-32" />
          <Skeleton className="h-3 w-40" />
          <Skeleton className="hidden h-3 flex-1 md:block" />
          <Skeleton className="hidden h-3 w-20 sm:block" />
        </div>
      ))}
    </div>
  );
}
