import type { ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import type { HeatStep } from './score-windows.ts';

/** Besides its colour, the mark grows with the step, so that it reads without colours too. */
const sizes: Readonly<Record<HeatStep, string>> = { 0: '0%', 1: '50%', 2: '68%', 3: '84%', 4: '100%' };

export function HeatMark({ step, className }: { readonly step: HeatStep; readonly className?: string }): ReactNode {
  return (
    <span
      aria-hidden
      className={classNames('flex items-center justify-center rounded-[3px]', className)}
      style={{ background: 'var(--heat-0)' }}
    >
      <span
        className="rounded-[3px]"
        style={{ width: sizes[step], height: sizes[step], background: `var(--heat-${step})` }}
      />
    </span>
  );
}
