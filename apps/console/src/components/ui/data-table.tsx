import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '../class-names.ts';

/** A table of few rows, as many as a person reads. Its head stays below the bar of the shell. */
export function DataTable({ className, ...rest }: ComponentProps<'table'>): ReactNode {
  return <table className={classNames('w-full border-separate border-spacing-0', className)} {...rest} />;
}

export function HeadCell({ className, ...rest }: ComponentProps<'th'>): ReactNode {
  return (
    <th
      scope="col"
      className={classNames(
        'sticky top-12 z-10 h-9 border-b bg-surface px-3 text-left font-medium text-ink-faint text-xs',
        className,
      )}
      {...rest}
    />
  );
}

/** A link in its row may cover the row with `after:absolute after:inset-0`. */
export function DataRow({ className, ...rest }: ComponentProps<'tr'>): ReactNode {
  return <tr className={classNames('group relative hover:bg-hover', className)} {...rest} />;
}

export function Cell({ className, ...rest }: ComponentProps<'td'>): ReactNode {
  return <td className={classNames('border-b px-3 py-2 align-middle group-last:border-b-0', className)} {...rest} />;
}

/** What holds a list or its states. */
export function Panel({ className, ...rest }: ComponentProps<'div'>): ReactNode {
  return (
    <div
      className={classNames('@container overflow-clip rounded-xl border bg-surface shadow-card', className)}
      {...rest}
    />
  );
}
