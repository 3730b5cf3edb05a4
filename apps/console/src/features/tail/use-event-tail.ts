'use client';

import { useSubscription } from '@trpc/tanstack-react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isSignedOut } from '../../trpc/problem-of-error.ts';
import { leaveForSignIn, useHub } from '../../trpc/trpc-provider.tsx';
import { type HoldReason, held, noRows, released, type TailRow, type TailRows, withArrived } from './tail-rows.ts';

/** Events of a burst reach the page together: 200 a second are five renders, not two hundred. */
const flushEveryMs = 200;

type LineStatus = 'connecting' | 'open' | 'waiting' | 'refused';

interface EventTail {
  readonly rows: TailRows;
  readonly status: LineStatus;
  /** Why the hub does not take it. */
  readonly error: unknown;
  /** Gaps that the hub told of, and how many events lie in them. */
  readonly gaps: { readonly count: number; readonly events: number };
  readonly hold: (reason: HoldReason) => void;
  readonly release: () => void;
}

/** Follows the log from now on. What is followed does not change in the life of one tail. */
export function useEventTail(topics: string, filter: string): EventTail {
  const hub = useHub();
  const [rows, setRows] = useState<TailRows>(noRows);
  const [gaps, setGaps] = useState({ count: 0, events: 0 });
  const [begun, setBegun] = useState(false);
  const serial = useRef(0);
  const came = useRef<TailRow[]>([]);
  const { status, error } = useSubscription(
    hub.stream.follow.subscriptionOptions(
      { topics, filter },
      {
        onData: ({ data: frame }) => {
          setBegun(true);
          if (frame.type === 'gap')
            setGaps(({ count, events }) => ({ count: count + 1, events: events + frame.missed }));
          if (frame.type !== 'event') return;
          serial.current += 1;
          came.current.push({ serial: serial.current, event: frame.event });
        },
        onError: (failure) => {
          if (isSignedOut(failure)) leaveForSignIn();
        },
      },
    ),
  );
  useEffect(() => {
    const flush = setInterval(() => {
      const batch = came.current.splice(0);
      if (batch.length > 0) setRows((before) => withArrived(before, batch));
    }, flushEveryMs);
    return () => clearInterval(flush);
  }, []);
  const hold = useCallback((reason: HoldReason) => setRows((before) => held(before, reason)), []);
  const release = useCallback(() => setRows(released), []);
  return { rows, status: lineStatus(status, begun), error, gaps, hold, release };
}

/** The line stands before the hub has looked where "from now on" is: its first frame tells that it has. */
function lineStatus(status: ReturnType<typeof useSubscription>['status'], begun: boolean): LineStatus {
  if (status === 'error') return 'refused';
  if (!begun) return 'connecting';
  return status === 'pending' ? 'open' : 'waiting';
}
