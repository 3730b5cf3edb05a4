import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { ScrollRegion } from './ui/scroll-region.tsx';

interface FigureRow {
  readonly start: string;
  readonly name: string;
  /** In the order of the columns, as they are to be read. */
  readonly figures: readonly string[];
}

/** The numbers of a chart over time, newest first, in a box as high as the chart. */
export function FigureTable({
  label,
  className,
  timeName,
  columns,
  rows,
}: {
  readonly label: string;
  readonly className: string;
  readonly timeName: string;
  readonly columns: readonly string[];
  readonly rows: readonly FigureRow[];
}): ReactNode {
  return (
    <ScrollRegion label={label} className={classNames('overflow-auto rounded-lg border', className)}>
      <table className="w-full">
        <thead className="sticky top-0 bg-surface text-left text-ink-faint text-xs">
          <tr>
            <th scope="col" className="h-8 border-b px-3 font-medium">
              {timeName}
            </th>
            {columns.map((name) => (
              <th key={name} scope="col" className="border-b px-3 text-right font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="tabular">
          {rows.toReversed().map(({ start, name, figures }) => (
            <tr key={start} className="hover:bg-hover">
              <th scope="row" className="h-8 whitespace-nowrap px-3 text-left font-normal">
                {name}
              </th>
              {columns.map((column, at) => (
                <td key={column} className="px-3 text-right">
                  {figures[at]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
