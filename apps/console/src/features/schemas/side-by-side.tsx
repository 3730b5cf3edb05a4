'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import { classNames } from '../../components/class-names.ts';
import { ScrollRegion } from '../../components/ui/scroll-region.tsx';
import { compareLines } from './line-difference.ts';

/** Two texts beside each other. What differs is marked by colour and by a sign. */
export function SideBySide({
  from,
  to,
  left,
  right,
}: {
  readonly from: string;
  readonly to: string;
  readonly left: string;
  readonly right: string;
}): ReactNode {
  const t = useTranslations('schemas');
  const rows = useMemo(() => compareLines(left, right), [left, right]);
  const side = (line: string | undefined, changed: boolean, tone: string): ReactNode => (
    <td
      className={classNames(
        'w-1/2 whitespace-pre-wrap px-2 align-top [overflow-wrap:anywhere]',
        changed && line !== undefined && tone,
      )}
    >
      {line === undefined ? null : (
        <>
          {changed ? <span className="sr-only">{t('changedLine')} </span> : null}
          {line}
        </>
      )}
    </td>
  );
  return (
    <ScrollRegion label={t('sideBySide')} className="overflow-x-auto rounded-xl border bg-surface shadow-card">
      <table
        aria-label={t('sideBySide')}
        className="w-full min-w-[40rem] table-fixed border-collapse font-mono text-xs leading-5"
      >
        <thead>
          <tr className="text-left">
            <th scope="col" className="w-1/2 border-b px-2 py-1.5 font-medium">
              {from}
            </th>
            <th scope="col" className="w-1/2 border-b border-l px-2 py-1.5 font-medium">
              {to}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.row} data-line={row.kind}>
              {side(row.left, row.kind === 'changed', 'bg-danger-soft text-danger')}
              {side(row.right, row.kind === 'changed', 'bg-good-soft text-good')}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
