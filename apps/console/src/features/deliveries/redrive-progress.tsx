'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import type { ShownRun } from './shown-delivery.ts';

/** total = redriven + skipped + what is left, at every moment. */
export function RedriveProgress({ run }: { readonly run: ShownRun }): ReactNode {
  const t = useTranslations('redrive');
  const format = useFormatter();
  const id = useId();
  const done = run.redriven + run.skipped;
  const counts = { redriven: run.redriven, skipped: run.skipped, left: Math.max(0, run.total - done) };
  return (
    <div className="grid gap-3">
      <div>
        <p id={id} className="tabular mb-1 flex flex-wrap gap-x-3">
          <span className="font-medium">{t(`state.${run.state}`)}</span>
          <span>{t('progress', { done: format.number(done), total: format.number(run.total) })}</span>
          <span className="text-ink-faint">{t('atRate', { count: run.rate_per_second })}</span>
        </p>
        <progress
          aria-labelledby={id}
          value={done}
          max={Math.max(1, run.total)}
          className="block h-2 w-full appearance-none overflow-hidden rounded-full border-0 bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
        />
      </div>
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        {(['redriven', 'skipped', 'left'] as const).map((name) => (
          <div key={name} data-count={name}>
            <dt className="text-ink-faint text-xs">{t(`count.${name}`)}</dt>
            <dd className="tabular font-semibold text-lg">{format.number(counts[name])}</dd>
          </div>
        ))}
      </dl>
      <p role="status" className="sr-only">
        {run.state === 'running' ? '' : t(`state.${run.state}`)}
      </p>
    </div>
  );
}
