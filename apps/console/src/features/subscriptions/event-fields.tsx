'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { TextAreaField, TextField } from '../../components/ui/form-field.tsx';
import type { SubscriptionDraft } from './subscription-draft.ts';
import { TopicsField } from './topics-field.tsx';
import type { FaultAt } from './use-field-faults.ts';

const exampleFilter = "event.payload.score >= 80 && event.source_system == 'lms'";
const exampleTemplate = '{"user": "{{ event.user_id }}"}';
const mostRows = 16;

export interface DraftFieldsProps {
  readonly draft: SubscriptionDraft;
  readonly faultAt: FaultAt;
  readonly onChange: (change: Partial<SubscriptionDraft>) => void;
}

/** Which events it gets, and in which form. */
export function EventFields({ draft, faultAt, onChange }: DraftFieldsProps): ReactNode {
  const t = useTranslations('subscriptions.form');
  return (
    <div className="grid grid-cols-1 gap-4">
      <TextField
        label={t('name')}
        hint={t('nameHint')}
        error={faultAt('/name')}
        maxLength={120}
        value={draft.name}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <TopicsField topics={draft.topics} error={faultAt('/topics')} onChange={(topics) => onChange({ topics })} />
      <TextAreaField
        label={t('filter')}
        hint={t('filterHint', { example: exampleFilter })}
        error={faultAt('/filter')}
        mono
        rows={2}
        value={draft.filter}
        onChange={(event) => onChange({ filter: event.target.value })}
      />
      <TextAreaField
        label={t('template')}
        hint={t('templateHint', { example: exampleTemplate })}
        error={faultAt('/template')}
        mono
        rows={Math.min(mostRows, Math.max(3, draft.template.split('\n').length))}
        value={draft.template}
        onChange={(event) => onChange({ template: event.target.value })}
      />
    </div>
  );
}
