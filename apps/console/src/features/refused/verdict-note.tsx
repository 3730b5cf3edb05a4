'use client';

import type { RefusalFault } from '@activity-hub/contracts/activity/refused-event';
import type { RepairVerdict } from '@activity-hub/contracts/activity/refused-repair';
import { CircleCheck, CircleX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useProblemTitle } from '../../components/hub-words/use-problem-title.ts';

/** What publishing would become, or became. */
export function VerdictNote({ verdict }: { readonly verdict: RepairVerdict }): ReactNode {
  const t = useTranslations('refused.verdict');
  const problemTitle = useProblemTitle();
  const { fault } = verdict;
  if (fault !== null) return <FaultNote title={t('refused', { reason: problemTitle(fault.code) })} fault={fault} />;
  return (
    <div className="rounded-lg border border-good/40 bg-good-soft px-3 py-2 text-good">
      <p className="flex items-center gap-2 font-medium">
        <CircleCheck aria-hidden size={16} />
        {verdict.events > 1 ? t('takenMany', { count: verdict.events }) : t('taken')}
      </p>
      {verdict.derived_event_id ? <p className="mt-1 text-xs">{t('derivedId')}</p> : null}
    </div>
  );
}

export function FaultNote({ title, fault }: { readonly title: string; readonly fault: RefusalFault }): ReactNode {
  return (
    <div className="rounded-lg border border-danger/40 bg-danger-soft px-3 py-2 text-danger">
      <p className="flex items-center gap-2 font-medium">
        <CircleX aria-hidden size={16} className="shrink-0" />
        {title}
      </p>
      <p className="mt-1 [overflow-wrap:anywhere]">{fault.detail}</p>
      {fault.pointer === '' ? null : <code className="mt-1 block break-all font-mono text-xs">{fault.pointer}</code>}
    </div>
  );
}
