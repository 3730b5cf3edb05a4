'use client';

import type { ReactNode } from 'react';
import { SayingLines } from './hub-words/saying-lines.tsx';
import { useProblemTitle } from './hub-words/use-problem-title.ts';

export interface ShownFault {
  readonly code: string;
  readonly detail: string;
  readonly pointer: string;
}

/** Faults that the hub found, each with its place and its code. */
export function FaultList({
  faults,
  label,
}: {
  readonly faults: readonly ShownFault[];
  readonly label: string;
}): ReactNode {
  const problemTitle = useProblemTitle();
  return (
    <ul aria-label={label} className="grid gap-2">
      {faults.map(({ code, detail, pointer }) => (
        <li
          key={`${pointer} ${code} ${detail}`}
          className="rounded-lg border border-danger/40 bg-danger-soft px-3 py-2 text-danger"
        >
          <p>
            <SayingLines saying={{ words: problemTitle(code), sentence: detail }} />
          </p>
          <p className="mt-0.5 break-all font-mono text-xs">
            {pointer === '' ? null : <span className="mr-2">{pointer}</span>}
            {code}
          </p>
        </li>
      ))}
    </ul>
  );
}
