'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { leaveForSignIn } from '../../trpc/trpc-provider.tsx';
import { openStream, type StreamStatus } from './open-stream.ts';
import { type HoldReason, held, noRows, released, type TailRow, type TailRows, withArrived } from './tail-rows.ts';

/** Events of a burst reach the page together: 200 a second are five renders, not two hundred. */
const flushEveryMs = 200;

interface EventTail {
  readonly rows: TailRows;
  readonly status: StreamStatus;
  readonly detail: string | undefined;
  /** Gaps that the hub told of, and how many events lie in them. */
  readonly gaps: { readonly count: number; readonly events: number };
  readonly hold: (reason: HoldReason) => void;
  readonly release: () => void;
}

export function useEventTail(topics: string, filter: string): EventTail {
  const [rows, setRows] = useState<TailRows>(noRows);
  const [line, setLine] = useState<{ readonly status: StreamStatus; readonly detail?: string | undefined }>({
    status: 'connecting',
  });
  const [gaps, setGaps] = useState({ count: 0, events: 0 });
  const serial = useRef(0);
  useEffect(() => {
    const came: TailRow[] = [];
    setRows(noRows);
    setGaps({ count: 0, events: 0 });
    const close = openStream(
      { topics, filter },
      {
        onEvent: (event) => {
          serial.current += 1;
          came.push({ serial: serial.current, event });
        },
        onGap: (missed) => setGaps(({ count, events }) => ({ count: count + 1, events: events + missed })),
        onStatus: (status, detail) => setLine({ status, detail }),
        onSignedOut: leaveForSignIn,
      },
    );
    const flush = setInterval(() => {
      const batch = came.splice(0);
      if (batch.length > 0) setRows((before) => withArrived(before, batch));
    }, flushEveryMs);
    return () => {
      clearInterval(flush);
      close();
    };
  }, [topics, filter]);
  const hold = useCallback((reason: HoldReason) => setRows((before) => held(before, reason)), []);
  const release = useCallback(() => setRows(released), []);
  return { rows, status: line.status, detail: line.detail, gaps, hold, release };
}
