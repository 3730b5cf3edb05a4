'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { SelectField } from '../../components/ui/form-field.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { pointerOfError } from '../../trpc/problem-of-error.ts';
import { useHub } from '../../trpc/trpc-provider.tsx';
import type { TrialInput } from './shown-subscription.ts';
import { type SubscriptionDraft, templateOf } from './subscription-draft.ts';
import { TrialResult } from './trial-result.tsx';

const hourMs = 3_600_000;
const spans = { hour: hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs, month: 30 * 24 * hourMs } as const;
const spanNames = ['hour', 'day', 'week', 'month'] as const;
type Span = (typeof spanNames)[number];

/** Of the draft, only what the trial is about: a change of anything else leaves its result as it is. */
function trialOf(draft: SubscriptionDraft): Pick<TrialInput, 'topics' | 'filter' | 'template'> {
  const template = templateOf(draft.template);
  return {
    topics: [...draft.topics],
    filter: draft.filter.trim() === '' ? null : draft.filter.trim(),
    template: 'value' in template ? (template.value as TrialInput['template']) : null,
  };
}

/** Tries topics, filter and template on events that happened. Nothing is sent. */
export function FilterTester({
  draft,
  onFault,
}: {
  readonly draft: SubscriptionDraft;
  /** What the hub refuses of the draft, to be told at its field; null: nothing. */
  readonly onFault: (error: unknown) => void;
}): ReactNode {
  const t = useTranslations('subscriptions.tester');
  const hub = useHub();
  const [span, setSpan] = useState<Span>('day');
  const [tried, setTried] = useState('');
  const trial = useMutation(
    hub.subscriptions.tryFilter.mutationOptions({ onError: onFault, onSuccess: () => onFault(null) }),
  );
  const wanted = trialOf(draft);
  const written = JSON.stringify([wanted, span]);
  const isReady = draft.topics.length > 0 && 'value' in templateOf(draft.template);
  return (
    <Card aria-label={t('title')}>
      <CardHeading title={t('title')} detail={t('detail')} />
      <div className="grid grid-cols-1 gap-3">
        <div className="flex flex-wrap items-end gap-2">
          <SelectField
            label={t('span')}
            className="min-w-40 flex-1"
            value={span}
            onChange={(event) => setSpan(spanNames.find((name) => name === event.target.value) ?? 'day')}
          >
            {spanNames.map((name) => (
              <option key={name} value={name}>
                {t(`spans.${name}`)}
              </option>
            ))}
          </SelectField>
          <Button
            className="h-9"
            disabled={!isReady || trial.isPending}
            onClick={() => {
              setTried(written);
              trial.mutate({ ...wanted, from: new Date(Date.now() - spans[span]).toISOString() });
            }}
          >
            {trial.isPending ? t('trying') : t('try')}
          </Button>
        </div>
        {draft.topics.length === 0 ? <p className="text-ink-faint text-xs">{t('needsTopics')}</p> : null}
        {pointerOfError(trial.error) === undefined || tried === written ? <FormProblem error={trial.error} /> : null}
        <div role="status" className="grid grid-cols-1 gap-3 empty:hidden">
          {trial.data !== undefined && tried !== written ? <p className="text-warning text-xs">{t('stale')}</p> : null}
          {trial.data === undefined ? null : <TrialResult result={trial.data} />}
        </div>
      </div>
    </Card>
  );
}
