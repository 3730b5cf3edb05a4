'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EventTypeLabel } from '../../components/event-type-label.tsx';
import { Badge, type BadgeTone } from '../../components/ui/badge.tsx';
import { CodeBlock } from '../../components/ui/code-block.tsx';
import { Instant } from '../../times/times-provider.tsx';
import type { ShownTrial, TrialSample } from './shown-subscription.ts';

const tones: Readonly<Record<TrialSample['verdict'], BadgeTone>> = {
  match: 'good',
  no_match: 'neutral',
  missing_key: 'warning',
  fault: 'danger',
};

/** How many events of the past it would have got, and on samples what of them. */
export function TrialResult({ result }: { readonly result: ShownTrial }): ReactNode {
  const t = useTranslations('subscriptions.tester');
  const format = useFormatter();
  const figures = {
    lookedAt: result.looked_at,
    matched: result.matched,
    missingKey: result.missing_key,
    faults: result.faults,
  };
  return (
    <>
      <dl className="flex flex-wrap gap-x-6 gap-y-2">
        {(['lookedAt', 'matched', 'missingKey', 'faults'] as const).map((name) => (
          <div key={name} data-count={name}>
            <dt className="text-ink-faint text-xs">{t(name)}</dt>
            <dd className="tabular font-semibold text-lg">{format.number(figures[name])}</dd>
          </div>
        ))}
      </dl>
      {result.looked_at === 0 ? <p className="text-ink-soft">{t('nothing')}</p> : null}
      {result.missing_key === 0 ? null : <p className="text-ink-soft text-xs">{t('missingKeyText')}</p>}
      {result.first_fault === null ? null : (
        <p className="text-danger [overflow-wrap:anywhere]">{t('firstFault', { fault: result.first_fault })}</p>
      )}
      {result.samples.length === 0 ? null : (
        <ul aria-label={t('samples')} className="grid grid-cols-1 gap-1.5">
          {result.samples.map((sample, at) => (
            <Sample key={sample.event.event_id} sample={sample} open={at === 0} />
          ))}
        </ul>
      )}
    </>
  );
}

function Sample({ sample, open }: { readonly sample: TrialSample; readonly open: boolean }): ReactNode {
  const t = useTranslations('subscriptions.tester');
  const { event, verdict, reason, body } = sample;
  return (
    <li className="min-w-0 rounded-lg border" data-verdict={verdict}>
      <details open={open}>
        <summary className="flex cursor-pointer flex-wrap items-center gap-x-2 gap-y-1 px-3 py-1.5">
          <Badge tone={tones[verdict]}>{t(`verdict.${verdict}`)}</Badge>
          <EventTypeLabel eventType={event.event_type} />
          <Instant at={event.recorded_at} className="tabular text-ink-faint text-xs" />
        </summary>
        <div className="grid grid-cols-1 gap-2 px-3 pb-3">
          {reason === null ? null : <p className="text-ink-soft [overflow-wrap:anywhere]">{reason}</p>}
          <CodeBlock
            title={body === null ? t('payload') : t('body')}
            text={JSON.stringify(body ?? event.payload, null, 2)}
            copyLabel={t('copyBody')}
          />
        </div>
      </details>
    </li>
  );
}
