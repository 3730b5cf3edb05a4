import type { ReactNode } from 'react';

export function PageHeading({
  title,
  detail,
  children,
}: {
  readonly title: ReactNode;
  readonly detail?: ReactNode;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="mb-4 flex items-start justify-between gap-x-4">
      <div className="min-w-0">
        <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
        {detail === undefined ? null : <div className="mt-0.5 text-ink-faint text-xs">{detail}</div>}
      </div>
      {children === undefined ? null : <div className="flex shrink-0 items-center gap-2">{children}</div>}
    </div>
  );
}
