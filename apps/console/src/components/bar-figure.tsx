import type { ReactNode } from 'react';
import { BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { axisTick } from './chart-tooltip.tsx';

/** Bars over time, each row with its `start`. The bars themselves are the children. */
export function BarFigure<Row extends { readonly start: string }>({
  label,
  className,
  rows,
  axisPx,
  nameTick,
  formatValue,
  fractions = false,
  tooltip,
  children,
}: {
  readonly label: string;
  /** The height. */
  readonly className: string;
  readonly rows: readonly Row[];
  /** Room for the longest number beside the bars. */
  readonly axisPx: number;
  readonly nameTick: (start: string) => string;
  readonly formatValue: (value: number) => string;
  /** The values are no counts. */
  readonly fractions?: boolean;
  readonly tooltip: (row: Row) => ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const axis = { tick: axisTick, tickLine: false, axisLine: false };
  return (
    <figure className={className} aria-label={label}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart data={[...rows]} margin={{ top: 8, right: 4, bottom: 0, left: 0 }} barCategoryGap="18%" title={label}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis {...axis} dataKey="start" tickFormatter={nameTick} minTickGap={36} />
          <YAxis {...axis} width={axisPx} tickFormatter={formatValue} allowDecimals={fractions} />
          <Tooltip
            cursor={{ fill: 'var(--hover)' }}
            isAnimationActive={false}
            content={({ active, payload }) => {
              const row: Row | undefined = active ? payload[0]?.payload : undefined;
              return row === undefined ? null : tooltip(row);
            }}
          />
          {children}
        </BarChart>
      </ResponsiveContainer>
    </figure>
  );
}
