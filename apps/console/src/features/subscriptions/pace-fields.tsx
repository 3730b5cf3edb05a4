'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { LocalTimeField } from '../../components/local-time-field.tsx';
import { CheckboxField, SelectField, TextField } from '../../components/ui/form-field.tsx';
import type { DraftFieldsProps } from './event-fields.tsx';
import { startKinds } from './subscription-draft.ts';

/** In which order and how fast it is sent to. */
export function PaceFields({ draft, faultAt, onChange }: DraftFieldsProps): ReactNode {
  const t = useTranslations('subscriptions.form');
  return (
    <div className="grid grid-cols-1 gap-4">
      <CheckboxField
        label={t('fifo')}
        hint={t('fifoHint')}
        checked={draft.fifo}
        onChange={(event) => onChange({ fifo: event.target.checked })}
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          label={t('concurrency')}
          hint={t('concurrencyHint')}
          error={faultAt('/concurrency')}
          inputMode="numeric"
          value={draft.concurrency}
          onChange={(event) => onChange({ concurrency: event.target.value })}
        />
        <TextField
          label={t('rate')}
          hint={t('rateHint')}
          error={faultAt('/rate_per_second')}
          inputMode="numeric"
          value={draft.ratePerSecond}
          onChange={(event) => onChange({ ratePerSecond: event.target.value })}
        />
      </div>
    </div>
  );
}

/** Only of a new subscription: later it reads on from where it is. */
export function StartFields({ draft, faultAt, onChange }: DraftFieldsProps): ReactNode {
  const t = useTranslations('subscriptions.form');
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <SelectField
        label={t('start')}
        hint={t(`startHint.${draft.start}`)}
        value={draft.start}
        onChange={(event) => onChange({ start: startKinds.find((kind) => kind === event.target.value) ?? 'now' })}
      >
        {startKinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`starts.${kind}`)}
          </option>
        ))}
      </SelectField>
      {draft.start === 'time' ? (
        <LocalTimeField
          label={t('startAt')}
          value={draft.startAtMs}
          error={faultAt('/from/at')}
          onChange={(startAtMs) => onChange({ startAtMs })}
        />
      ) : null}
      {draft.start === 'cursor' ? (
        <TextField
          label={t('startCursor')}
          hint={t('startCursorHint')}
          error={faultAt('/from/cursor')}
          mono
          value={draft.startCursor}
          onChange={(event) => onChange({ startCursor: event.target.value })}
        />
      ) : null}
    </div>
  );
}
