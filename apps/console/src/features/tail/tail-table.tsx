'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode, RefObject } from 'react';
import { EventTypeLabel } from '../../components/event-type-label.tsx';
import { ShortId } from '../../components/short-id.tsx';
import { TableSpacer } from '../../components/table-spacer.tsx';
import { HeadCell } from '../../components/ui/data-table.tsx';
import { ScrollRegion } from '../../components/ui/scroll-region.tsx';
import { Instant } from '../../times/times-provider.tsx';
import type { HoldReason, TailRow } from './tail-rows.ts';

const rowPx = 36;
/** A shake of the wheel is no reading. */
const readsBelowPx = 8;
const summaryCharacters = 200;

/** Only the rows in sight are in the page; `aria-rowcount` and `aria-rowindex` tell the rest. */
export function TailTable({
  rows,
  box,
  onRead,
}: {
  readonly rows: readonly TailRow[];
  readonly box: RefObject<HTMLElement | null>;
  /** Somebody reads further down or marks a text: nothing may move under them. */
  readonly onRead: (reason: HoldReason) => void;
}): ReactNode {
  const t = useTranslations('tail');
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    overscan: 10,
    getItemKey: (index) => rows[index]?.serial ?? index,
  });
  const items = virtualizer.getVirtualItems();
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <ScrollRegion
      ref={box}
      label={t('list')}
      className="h-[60dvh] overflow-auto rounded-xl border bg-surface shadow-card"
      onScroll={(event) => {
        if (event.currentTarget.scrollTop > readsBelowPx) onRead('scrolled');
      }}
      onMouseUp={() => {
        if (window.getSelection()?.isCollapsed === false) onRead('selected');
      }}
    >
      <table
        aria-label={t('list')}
        aria-rowcount={rows.length + 1}
        className="w-full min-w-[34rem] table-fixed border-separate border-spacing-0"
      >
        <thead>
          <tr aria-rowindex={1}>
            <HeadCell className="top-0 w-28">{t('column.time')}</HeadCell>
            <HeadCell className="top-0 w-56">{t('column.event')}</HeadCell>
            <HeadCell className="top-0 w-24">{t('column.user')}</HeadCell>
            <HeadCell className="top-0 w-32">{t('column.source')}</HeadCell>
            <HeadCell className="top-0">{t('column.payload')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          <TableSpacer height={items[0]?.start ?? 0} />
          {items.map((item) => {
            const row = rows[item.index];
            return row === undefined ? null : <TailTableRow key={row.serial} row={row} index={item.index} />;
          })}
          <TableSpacer height={after} />
        </tbody>
      </table>
      {rows.length === 0 ? <p className="px-4 py-12 text-center text-ink-soft">{t('nothing')}</p> : null}
    </ScrollRegion>
  );
}

function TailTableRow({ row, index }: { readonly row: TailRow; readonly index: number }): ReactNode {
  const { event } = row;
  const cell = 'overflow-hidden border-b px-3 align-middle';
  return (
    <tr aria-rowindex={index + 2} style={{ height: rowPx }} data-event={event.event_id} className="hover:bg-hover">
      <td className={cell}>
        <Instant at={event.recorded_at} form="clock" className="tabular text-ink-soft text-[0.8125rem]" />
      </td>
      <td className={cell}>
        <Link href={`/events?peek=${event.event_id}`} prefetch={false} className="flex min-w-0 rounded hover:underline">
          <EventTypeLabel eventType={event.event_type} />
        </Link>
      </td>
      <td className={cell}>{event.user_id === null ? null : <ShortId id={event.user_id} />}</td>
      <td className={cell}>
        <span className="block truncate text-ink-soft text-[0.8125rem]">{event.source_system}</span>
      </td>
      <td className={cell}>
        <span className="block truncate font-mono text-ink-soft text-xs">
          {JSON.stringify(event.payload).slice(0, summaryCharacters)}
        </span>
      </td>
    </tr>
  );
}
