'use client';

import type { RepairRun } from '@activity-hub/contracts/activity/refused-repair';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useProblemTitle } from '../../components/hub-words/use-problem-title.ts';

/** As many as the hub keeps of a run; the others are found in the list. */
const kept = 50;

export function RunFailures({ failures }: { readonly failures: RepairRun['failures'] }): ReactNode {
  const t = useTranslations('refused.run');
  const format = useFormatter();
  const problemTitle = useProblemTitle();
  if (failures.length === 0) return null;
  return (
    <details className="mt-3">
      <summary className="cursor-pointer text-ink-soft">
        {failures.length < kept ? t('failures') : t('failuresFirst', { count: format.number(kept) })}
      </summary>
      <ul className="mt-2 grid gap-1.5">
        {failures.map(({ refused_id, code, detail, pointer }) => (
          <li key={refused_id} className="[overflow-wrap:anywhere]">
            <Link
              href={`/refused?view=events&peek=${refused_id}`}
              prefetch={false}
              className="font-medium text-accent-strong underline underline-offset-4"
            >
              {problemTitle(code)}
            </Link>{' '}
            <span className="text-ink-soft">{detail}</span> <code className="font-mono text-xs">{pointer}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}
