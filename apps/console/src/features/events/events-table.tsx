'use client';

import type { EventRow } from '@activity-hub/contracts/activity/event-search';
import { useWindowVirtualizer, windowScroll } from '@tanstack/react-virtual';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { classNames } from '../../components/class-names.ts';
import { EventTypeLabel } from '../../components/event-type-label.tsx';
import { PeekLink } from '../../components/peek-link.tsx';
import { ShortId } from '../../components/short-id.tsx';
import { TableSpacer } from '../../components/table-spacer.tsx';
import { HeadCell } from '../../components/ui/data-table.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { CorrectionBadge } from './correction-badge.tsx';

const wideRowPx = 40;
const narrowRowPx = 60;
/** What the server renders before it knows the window: one screen. */
const serverViewport = { width: 1280, height: 900 };

interface EventsTableProps {
  readonly rows: readonly EventRow[];
  readonly complete: boolean;
  readonly peeked: string | null;
  readonly hrefOf: (eventId: string) => string;
  readonly onPeek: (eventId: string) => void;
  readonly onNearEnd: () => void;
  /** Row the reader stands on; moved by j and k. */
  readonly focusRequest: { readonly index: number; readonly count: number } | null;
}

function subscribeToWidth(changed: () => void): () => void {
  const query = window.matchMedia('(max-width: 639px)');
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

/** 0 as long as the page is the server's, which knows no window. */
function useRowHeight(): number {
  return useSyncExternalStore(
    subscribeToWidth,
    () => (window.matchMedia('(max-width: 639px)').matches ? narrowRowPx : wideRowPx),
    () => 0,
  );
}

/**
 * Rows are of one height; at the width of phones another one begins, and with it another table. The
 * server's table begins at the top and must not scroll: a reader who scrolled before the page came alive,
 * or whose place a reload restored, would be thrown back.
 */
export function EventsTable(props: EventsTableProps): ReactNode {
  const rowHeight = useRowHeight();
  return rowHeight === 0 ? (
    <VirtualTable key="server" {...props} rowHeight={wideRowPx} initialOffset={0} scrollTo={stayInPlace} />
  ) : (
    <VirtualTable
      key={rowHeight}
      {...props}
      rowHeight={rowHeight}
      initialOffset={window.scrollY}
      scrollTo={windowScroll}
    />
  );
}

const stayInPlace: typeof windowScroll = () => undefined;

/** Only the rows on screen are in the page; `aria-rowcount` and `aria-rowindex` tell the rest. */
function VirtualTable({
  rows,
  complete,
  peeked,
  hrefOf,
  onPeek,
  onNearEnd,
  focusRequest,
  rowHeight,
  initialOffset,
  scrollTo,
}: EventsTableProps & {
  readonly rowHeight: number;
  readonly initialOffset: number;
  readonly scrollTo: typeof windowScroll;
}): ReactNode {
  const t = useTranslations('events');
  const body = useRef<HTMLTableSectionElement>(null);
  const [offset, setOffset] = useState(0);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: offset,
    scrollPaddingStart: 140,
    scrollPaddingEnd: 90,
    initialRect: serverViewport,
    initialOffset,
    scrollToFn: scrollTo,
    getItemKey: (index) => rows[index]?.event_id ?? index,
  });
  useLayoutEffect(() => {
    if (body.current !== null) setOffset(body.current.getBoundingClientRect().top + window.scrollY);
  }, []);

  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 20) onNearEnd();
  }, [last, rows.length, onNearEnd]);

  useEffect(() => {
    if (focusRequest === null) return;
    virtualizer.scrollToIndex(focusRequest.index, { align: 'auto' });
    const frame = requestAnimationFrame(() => {
      body.current
        ?.querySelector<HTMLElement>(`[data-index="${focusRequest.index}"] a[data-row]`)
        ?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [focusRequest, virtualizer]);

  const before = (items[0]?.start ?? offset) - offset;
  const after = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? offset) - offset);
  return (
    <table
      aria-label={t('title')}
      aria-rowcount={complete ? rows.length + 1 : -1}
      className="w-full table-fixed border-separate border-spacing-0"
    >
      <thead>
        <tr aria-rowindex={1}>
          <HeadCell className="w-[34%] sm:w-48">{t('column.time')}</HeadCell>
          <HeadCell className="sm:w-64 @max-3xl:sm:w-auto">{t('column.event')}</HeadCell>
          <HeadCell className="@max-3xl:hidden">{t('column.payload')}</HeadCell>
          <HeadCell className="w-28 max-sm:hidden">{t('column.user')}</HeadCell>
          <HeadCell className="w-36 @max-2xl:hidden">{t('column.source')}</HeadCell>
        </tr>
      </thead>
      <tbody ref={body}>
        <TableSpacer height={before} />
        {items.map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <EventTableRow
              key={row.event_id}
              row={row}
              index={item.index}
              height={rowHeight}
              peeked={row.event_id === peeked}
              href={hrefOf(row.event_id)}
              onPeek={onPeek}
            />
          );
        })}
        <TableSpacer height={after} />
      </tbody>
    </table>
  );
}

function EventTableRow({
  row,
  index,
  height,
  peeked,
  href,
  onPeek,
}: {
  readonly row: EventRow;
  readonly index: number;
  readonly height: number;
  readonly peeked: boolean;
  readonly href: string;
  readonly onPeek: (eventId: string) => void;
}): ReactNode {
  const cell = 'overflow-hidden border-b px-3 align-middle';
  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      aria-current={peeked ? 'true' : undefined}
      style={{ height }}
      className={classNames('group relative hover:bg-hover', peeked && 'bg-accent-soft hover:bg-accent-soft')}
    >
      <td className={classNames(cell, 'text-ink-soft')}>
        <span className="tabular whitespace-nowrap text-[0.8125rem] max-sm:flex max-sm:flex-col">
          <Instant at={row.timestamp} form="date" /> <Instant at={row.timestamp} form="clock" className="text-ink" />
        </span>
      </td>
      <td className={cell}>
        <PeekLink
          id={row.event_id}
          href={href}
          onPeek={onPeek}
          className="flex min-w-0 items-center gap-2 font-medium outline-offset-[-2px] after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
        >
          <EventTypeLabel eventType={row.event_type} />
          <CorrectionBadge correction={row.correction} />
        </PeekLink>
        <span className="block truncate pl-4 text-ink-faint text-xs sm:hidden">
          {row.source_system}
          {row.user_id === null ? null : ` · ${row.user_id.slice(0, 8)}`}
        </span>
      </td>
      <td className={classNames(cell, '@max-3xl:hidden')}>
        <span className="block truncate font-mono text-ink-soft text-xs">{row.payload_summary}</span>
      </td>
      <td className={classNames(cell, 'max-sm:hidden')}>
        {row.user_id === null ? null : (
          <Link
            href={`/users/${row.user_id}`}
            prefetch={false}
            className="relative z-[1] rounded underline-offset-4 hover:text-accent-strong hover:underline"
          >
            <ShortId id={row.user_id} />
          </Link>
        )}
      </td>
      <td className={classNames(cell, '@max-2xl:hidden')}>
        <span className="block truncate text-ink-soft text-[0.8125rem]">{row.source_system}</span>
      </td>
    </tr>
  );
}
