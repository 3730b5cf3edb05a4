'use client';

import { KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';

/** A secret that the hub keeps only as a hash: this is the one time a person can take it along. */
export function ShownOnce({
  label,
  secret,
  copyLabel,
  warning,
}: {
  readonly label: string;
  readonly secret: string;
  readonly copyLabel: string;
  readonly warning: string;
}): ReactNode {
  return (
    <section aria-label={label} className="rounded-lg border border-warning/40 bg-warning-soft p-3">
      <h3 className="flex items-center gap-1.5 font-medium text-warning text-xs">
        <KeyRound aria-hidden size={14} />
        {label}
      </h3>
      <div className="mt-2 flex items-center gap-1 rounded-md border bg-surface py-1 pr-1 pl-2.5">
        <code data-secret className="min-w-0 flex-1 break-all font-mono text-xs">
          {secret}
        </code>
        <CopyButton text={secret} label={copyLabel} className="size-8" />
      </div>
      <p className="mt-2 text-warning text-xs">{warning}</p>
    </section>
  );
}
