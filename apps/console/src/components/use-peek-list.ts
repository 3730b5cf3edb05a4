'use client';

import { type RefObject, useEffect, useMemo, useRef } from 'react';
import type { PeekWalk } from './peek-panel.tsx';
import type { PeekRows } from './peek-table.tsx';
import { useRowPeek } from './use-row-peek.ts';

interface PeekList<Row> {
  /** For the panel around the table: it gives the focus to the row that j and k reach. */
  readonly panel: RefObject<HTMLDivElement | null>;
  readonly table: PeekRows<Row>;
  /** The id may come from an address and not be among the loaded rows. */
  readonly peekId: string | null;
  readonly peeked: Row | undefined;
  readonly walk: PeekWalk;
}

/** A list whose rows are all in the page. `idOf` lies outside the component, so that it stays the same. */
export function usePeekList<Row>({
  rows,
  idOf,
  hrefOf,
  loadNextPage,
}: {
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly hrefOf: (id: string) => string;
  readonly loadNextPage?: (() => Promise<unknown>) | undefined;
}): PeekList<Row> {
  const ids = useMemo(() => rows.map(idOf), [rows, idOf]);
  const { id: peekId, open, walk, focusRequest } = useRowPeek(ids, loadNextPage);
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const id = focusRequest === null ? undefined : ids[focusRequest.index];
    if (id !== undefined) panel.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus();
  }, [focusRequest, ids]);
  return {
    panel,
    table: { rows, idOf, hrefOf, peeked: peekId, onPeek: open },
    peekId,
    peeked: rows.find((row) => idOf(row) === peekId),
    walk,
  };
}
