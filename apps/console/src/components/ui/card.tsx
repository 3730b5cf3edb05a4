import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '../class-names.ts';

export function Card({ className, ...rest }: ComponentProps<'section'>): ReactNode {
  return <section className={classNames('rounded-xl border bg-surface p-4 shadow-card', className)} {...rest} />;
}

export function CardHeading({
  title,
  detail,
  children,
}: {
  readonly title: ReactNode;
  readonly detail?: ReactNode;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="mb-3 flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <div className="min-w-0">
        <h2 className="font-semibold">{title}</h2>
        {detail === undefined ? null : <p className="text-ink-faint text-xs">{detail}</p>}
      </div>
      {children === undefined ? null : <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </div>
  );
}
