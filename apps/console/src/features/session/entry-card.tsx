import type { ReactNode } from 'react';

export function EntryCard({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section className="w-full max-w-sm rounded-2xl border bg-surface p-6 shadow-card">
      <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
      <p className="mt-1 mb-5 text-ink-soft">{text}</p>
      {children}
    </section>
  );
}
