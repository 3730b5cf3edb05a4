import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** A page that makes room for the open panel, where the window is wide enough for both. */
export function PeekRoom({ open, children }: { readonly open: boolean; readonly children: ReactNode }): ReactNode {
  return <div className={classNames(open && 'xl:pr-[calc(var(--peek-width,0px)-0.5rem)]')}>{children}</div>;
}
