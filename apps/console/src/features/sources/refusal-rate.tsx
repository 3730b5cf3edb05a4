'use client';

import { useFormatter } from 'next-intl';
import type { ReactNode } from 'react';

/** The share of what was sent that was refused, as a figure and a bar. */
export function RefusalRate({ rate }: { readonly rate: number }): ReactNode {
  const format = useFormatter();
  return (
    <span className="inline-flex w-24 flex-col gap-1">
      <span className="tabular">{format.number(rate, { style: 'percent', maximumFractionDigits: 1 })}</span>
      <span aria-hidden className="h-1.5 overflow-hidden rounded-full bg-line">
        <span className="block h-full rounded-full bg-danger" style={{ width: `${Math.min(1, rate) * 100}%` }} />
      </span>
    </span>
  );
}
