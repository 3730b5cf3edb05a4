import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export function EmptyState({
  icon: Icon,
  title,
  text,
  children,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: ReactNode;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="flex flex-col items-center px-4 py-12 text-center">
      <span className="mb-3 inline-flex size-11 items-center justify-center rounded-xl bg-accent-soft text-accent-strong">
        <Icon aria-hidden size={21} strokeWidth={1.8} />
      </span>
      <h2 className="font-semibold text-base">{title}</h2>
      <p className="mt-1 max-w-prose text-balance text-ink-soft">{text}</p>
      {children === undefined ? null : (
        <div className="mt-4 flex w-full max-w-2xl flex-wrap justify-center gap-2">{children}</div>
      )}
    </div>
  );
}
