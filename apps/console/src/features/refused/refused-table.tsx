'use client';

import type { RefusedRow } from '@activity-hub/contracts/activity/refused-event';
import { useTranslations } from 'next-intl';
import type { MouseEvent, ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import { Cell, DataRow, DataTable, HeadCell } from '../../components/ui/data-table.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useReasonName } from './reason-name.ts';
import { RefusedStateBadge } from './refused-state-badge.tsx';

export function RefusedTable({
  rows,
  peeked,
  hrefOf,
  onPeek,
}: {
  readonly rows: readonly RefusedRow[];
  readonly peeked: string | null;
  readonly hrefOf: (refusedId: string) => string;
  readonly onPeek: (refusedId: string) => void;
}): ReactNode {
  const t = useTranslations('refused');
  return (
    <DataTable aria-label={t('title')}>
      <thead>
        <tr>
          <HeadCell>{t('column.reason')}</HeadCell>
          <HeadCell className="@max-4xl:hidden">{t('column.type')}</HeadCell>
          <HeadCell className="@max-2xl:hidden">{t('column.source')}</HeadCell>
          <HeadCell className="@max-xl:hidden">{t('column.received')}</HeadCell>
          <HeadCell>{t('column.state')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <RefusedRowView
            key={row.refused_id}
            row={row}
            peeked={row.refused_id === peeked}
            href={hrefOf(row.refused_id)}
            onPeek={onPeek}
          />
        ))}
      </tbody>
    </DataTable>
  );
}

function RefusedRowView({
  row,
  peeked,
  href,
  onPeek,
}: {
  readonly row: RefusedRow;
  readonly peeked: boolean;
  readonly href: string;
  readonly onPeek: (refusedId: string) => void;
}): ReactNode {
  const t = useTranslations('refused');
  const reasonName = useReasonName();
  const open = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onPeek(row.refused_id);
  };
  return (
    <DataRow
      aria-current={peeked ? 'true' : undefined}
      className={classNames(peeked && 'bg-accent-soft hover:bg-accent-soft')}
    >
      <Cell>
        <a
          href={href}
          data-row={row.refused_id}
          onClick={open}
          title={row.detail}
          className="block font-medium outline-offset-[-2px] [overflow-wrap:anywhere] after:absolute after:inset-0"
        >
          {reasonName(row.code)}
          {row.pointer === '' ? null : (
            <code className="ml-2 font-mono font-normal text-ink-soft text-xs">{row.pointer}</code>
          )}
        </a>
        <code className="line-clamp-1 font-mono text-ink-faint text-xs [overflow-wrap:anywhere]">{row.beginning}</code>
      </Cell>
      <Cell className="min-w-48 font-mono text-ink-soft text-xs [overflow-wrap:anywhere] @max-4xl:hidden">
        {row.event_type ?? <span className="font-sans">{t('unknownType')}</span>}
      </Cell>
      <Cell className="text-ink-soft @max-2xl:hidden">{row.source_system ?? t('unknownSource')}</Cell>
      <Cell className="tabular whitespace-nowrap text-ink-soft @max-xl:hidden">
        <Instant at={row.received_at} />
      </Cell>
      <Cell>
        <RefusedStateBadge state={row.state} />
      </Cell>
    </DataRow>
  );
}
