'use client';

import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { PeekLink } from './peek-link.tsx';
import { Cell, DataRow, DataTable, HeadCell } from './ui/data-table.tsx';

/** Rows of which one is open beside the list, and the way to open another. */
export interface PeekRows<Row> {
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly peeked: string | null;
  readonly hrefOf: (id: string) => string;
  readonly onPeek: (id: string) => void;
}

/** Makes its content the link that covers the row; one column of a table does. */
type RowLink = (
  content: ReactNode,
  look?: { readonly title?: string | undefined; readonly className?: string },
) => ReactNode;

/** Written out, because the style sheet is made of the class names that stand in the source. */
const hiddenBelow = {
  md: '@max-md:hidden',
  lg: '@max-lg:hidden',
  xl: '@max-xl:hidden',
  '2xl': '@max-2xl:hidden',
  '3xl': '@max-3xl:hidden',
  '4xl': '@max-4xl:hidden',
  '5xl': '@max-5xl:hidden',
} as const;

const coversRow = 'block font-medium outline-offset-[-2px] [overflow-wrap:anywhere] after:absolute after:inset-0';

export interface Column<Row> {
  readonly name: string;
  /** A list narrower than this leaves the column out. */
  readonly from?: keyof typeof hiddenBelow;
  readonly align?: 'right';
  /** Class of the head: it sets the width where the layout is fixed. */
  readonly width?: string;
  readonly className?: string;
  readonly cell: (row: Row, link: RowLink) => ReactNode;
}

export function PeekTable<Row>({
  label,
  className,
  columns,
  rows,
  idOf,
  peeked,
  hrefOf,
  onPeek,
}: PeekRows<Row> & {
  readonly label: string;
  readonly className?: string;
  readonly columns: readonly Column<Row>[];
}): ReactNode {
  return (
    <DataTable aria-label={label} className={className}>
      <thead>
        <tr>
          {columns.map((column) => (
            <HeadCell key={column.name} className={classNames(column.width, placeOf(column))}>
              {column.name}
            </HeadCell>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const id = idOf(row);
          const link: RowLink = (content, look) => (
            <PeekLink
              id={id}
              href={hrefOf(id)}
              onPeek={onPeek}
              title={look?.title}
              className={classNames(coversRow, look?.className)}
            >
              {content}
            </PeekLink>
          );
          return (
            <DataRow
              key={id}
              aria-current={id === peeked ? 'true' : undefined}
              className={classNames(id === peeked && 'bg-accent-soft hover:bg-accent-soft')}
            >
              {columns.map((column) => (
                <Cell key={column.name} className={classNames(column.className, placeOf(column))}>
                  {column.cell(row, link)}
                </Cell>
              ))}
            </DataRow>
          );
        })}
      </tbody>
    </DataTable>
  );
}

function placeOf({ from, align }: Pick<Column<never>, 'from' | 'align'>): string {
  return classNames(from !== undefined && hiddenBelow[from], align === 'right' && 'text-right');
}
