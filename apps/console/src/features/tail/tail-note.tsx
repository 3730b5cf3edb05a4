'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { classNames } from '../../components/class-names.ts';
import { SayingLines } from '../../components/hub-words/saying-lines.tsx';
import { useProblem } from '../../components/hub-words/use-problem.ts';
import type { useEventTail } from './use-event-tail.ts';

/** Counts must stand still that long before they are read out. */
const announceAfterMs = 1_500;

const dots = { connecting: 'bg-warning', open: 'bg-good', waiting: 'bg-warning', refused: 'bg-danger' } as const;

/** How the line is, why nothing moves, and what is not on the page. */
export function TailNote({ tail }: { readonly tail: ReturnType<typeof useEventTail> }): ReactNode {
  const t = useTranslations('tail');
  const problem = useProblem();
  const { rows, status, error, gaps } = tail;
  const parts = [
    t(`status.${status}`),
    ...(rows.held === null ? [] : [t(`held.${rows.held}`)]),
    t('shown', { count: rows.shown.length }),
    ...(rows.leftOut === 0 ? [] : [t('leftOut', { count: rows.leftOut })]),
    ...(gaps.count === 0 ? [] : [t('gaps', { count: gaps.count })]),
    ...(gaps.events === 0 ? [] : [t('missed', { count: gaps.events })]),
  ];
  const text = parts.join(' · ');
  return (
    <>
      <p className="flex min-w-0 items-center gap-1.5 text-ink-soft text-xs" data-tail-status={status}>
        <span aria-hidden className={classNames('size-1.5 shrink-0 rounded-full', dots[status])} />
        <span>{text}</span>
      </p>
      <Announced text={text} />
      {status === 'refused' ? (
        <p role="alert" className="w-full text-danger">
          <SayingLines saying={problem(error)} />
        </p>
      ) : null}
    </>
  );
}

function Announced({ text }: { readonly text: string }): ReactNode {
  const [announced, setAnnounced] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAnnounced(text), announceAfterMs);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <span role="status" className="sr-only">
      {announced}
    </span>
  );
}
