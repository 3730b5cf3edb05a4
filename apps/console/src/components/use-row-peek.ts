'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useShortcuts } from './shortcuts/shortcuts-provider.tsx';

/** Which row is peeked, kept in the address, and the keys that walk the filtered set. */
export function useRowPeek(rows: readonly string[], loadNextPage: (() => Promise<unknown>) | undefined) {
  const [id, setId] = useQueryState('peek', parseAsString.withOptions({ history: 'push' }));
  const [focusRequest, setFocusRequest] = useState<{ readonly index: number; readonly count: number } | null>(null);
  const [cursor, setCursor] = useState(-1);
  const places = useMemo(() => new Map(rows.map((row, index) => [row, index])), [rows]);
  const index = id === null ? cursor : (places.get(id) ?? -1);

  const focusRow = useCallback((row: number) => {
    setCursor(row);
    setFocusRequest((previous) => ({ index: row, count: (previous?.count ?? 0) + 1 }));
  }, []);
  const open = useCallback((eventId: string) => void setId(eventId), [setId]);
  const close = useCallback(() => {
    const row = id === null ? undefined : places.get(id);
    void setId(null);
    if (row !== undefined) focusRow(row);
  }, [id, places, setId, focusRow]);
  const move = (step: 1 | -1): (() => void) | undefined => {
    const target = rows[index + step];
    if (target === undefined || (index < 0 && id !== null)) return undefined;
    return () => {
      // Walking replaces the address, so that Back closes the panel instead of walking back.
      if (id === null) focusRow(index + step);
      else void setId(target, { history: 'replace' });
    };
  };
  const next = move(1);
  const previous = move(-1);
  useShortcuts(id === null ? { ...(next && { j: next }), ...(previous && { k: previous }) } : {});

  const nearEnd = index >= rows.length - 3;
  useEffect(() => {
    if (nearEnd && index >= 0 && loadNextPage !== undefined) void loadNextPage();
  }, [nearEnd, index, loadNextPage]);
  return { id, open, walk: { onClose: close, onNext: next, onPrevious: previous }, focusRequest };
}
