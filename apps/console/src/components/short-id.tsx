import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** Enough of a UUID to tell people apart; the whole on hover. */
export function ShortId({ id, className }: { readonly id: string; readonly className?: string }): ReactNode {
  return (
    <span title={id} className={classNames('font-mono text-[0.8125rem]', className)}>
      {id.slice(0, 8)}
    </span>
  );
}
