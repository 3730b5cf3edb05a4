import type { ReactNode } from 'react';

export const axisTick = { fill: 'var(--ink-faint)', fontSize: 11 };

export function ChartTooltip({
  title,
  rows,
}: {
  readonly title: string;
  readonly rows: readonly { readonly name: string; readonly value: string; readonly color?: string }[];
}): ReactNode {
  return (
    <div className="rounded-lg border bg-raised px-3 py-2 text-xs shadow-raised">
      <p className="mb-1 font-medium">{title}</p>
      <dl className="grid gap-0.5">
        {rows.map(({ name, value, color }) => (
          <div key={name} className="flex items-center justify-between gap-5">
            <dt className="flex items-center gap-1.5 text-ink-soft">
              {color === undefined ? null : (
                <span aria-hidden className="size-2 rounded-full" style={{ background: color }} />
              )}
              {name}
            </dt>
            <dd className="tabular font-medium">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
