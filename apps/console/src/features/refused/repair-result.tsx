'use client';

import type { Resubmission } from '@activity-hub/contracts/activity/refused-repair';
import { CircleCheck } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Fact, Facts } from '../../components/facts.tsx';
import { useProblemTitle } from '../../components/hub-words/use-problem-title.ts';
import { FaultNote } from './verdict-note.tsx';

/** What publishing a repair became. */
export function RepairResult({
  result,
  onNext,
}: {
  readonly result: Resubmission;
  readonly onNext: (() => void) | undefined;
}): ReactNode {
  const t = useTranslations('refused.result');
  const history = useTranslations('refused.history');
  const problemTitle = useProblemTitle();
  if (result.status === 'refused')
    return <FaultNote title={t('refusedAgain', { reason: problemTitle(result.code) })} fault={result} />;
  return (
    <div className="grid gap-2 rounded-lg border border-good/40 bg-good-soft p-3">
      <p className="flex items-center gap-2 font-medium text-good">
        <CircleCheck aria-hidden size={17} />
        {t('published')}
      </p>
      {result.repeated ? <p>{t('repeated')}</p> : result.duplicate ? <p>{t('duplicate')}</p> : null}
      <Facts>
        <Fact name={history('position')} copy={result.position}>
          <code>{result.position}</code>
        </Fact>
      </Facts>
      <p className="flex flex-wrap gap-x-4 gap-y-1 [&>*]:font-medium [&>*]:text-accent-strong [&>*]:underline [&>*]:underline-offset-4">
        <Link href={`/events?peek=${result.event_id}`} prefetch={false}>
          {history('seeEvent')}
        </Link>
        {onNext === undefined ? null : (
          <button type="button" onClick={onNext}>
            {t('next')}
          </button>
        )}
      </p>
    </div>
  );
}
