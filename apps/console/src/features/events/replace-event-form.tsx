'use client';

import type { Replacing } from '@activity-hub/contracts/activity/event-correction';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { readJsonObject } from '../../components/read-json.ts';
import { Button } from '../../components/ui/button.tsx';
import { DialogActions } from '../../components/ui/dialog.tsx';
import { TextAreaField, TextField } from '../../components/ui/form-field.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';

type Payload = NonNullable<Replacing['event']['payload']>;

const shortestReason = 3;

/** What was said wrongly, and when it happened, can be changed; whose event it is and its source cannot. */
export function ReplaceEventForm({
  event,
  onCancel,
  onReplaced,
}: {
  readonly event: RecordedEvent;
  readonly onCancel: () => void;
  readonly onReplaced: () => void;
}): ReactNode {
  const t = useTranslations('correction');
  const dialog = useTranslations('dialog');
  const hub = useHub();
  const { register, handleSubmit, formState } = useForm({
    defaultValues: { timestamp: event.timestamp, payload: JSON.stringify(event.payload, null, 2), reason: '' },
  });
  const replacing = useMutation(hub.events.replace.mutationOptions({ onSuccess: onReplaced }));
  const submit = handleSubmit(({ timestamp, payload, reason }) => {
    const read = readJsonObject(payload);
    if ('fault' in read) return;
    replacing.mutate({
      event_id: event.event_id,
      reason: reason.trim(),
      event: { payload: read.value as Payload, ...(timestamp === event.timestamp ? {} : { timestamp }) },
    });
  });
  const { errors } = formState;
  return (
    <form onSubmit={(submitted) => void submit(submitted)} noValidate className="grid gap-3">
      <TextField
        label={t('timestamp')}
        hint={t('timestampHint')}
        mono
        error={errors.timestamp === undefined ? undefined : t('noInstant')}
        {...register('timestamp', { validate: (text) => !Number.isNaN(Date.parse(text)) })}
      />
      <TextAreaField
        label={t('payload')}
        rows={10}
        mono
        error={errors.payload === undefined ? undefined : t('noObject')}
        {...register('payload', { validate: (text) => 'value' in readJsonObject(text) })}
      />
      <TextAreaField
        label={t('reason')}
        rows={2}
        maxLength={500}
        error={errors.reason === undefined ? undefined : t('noReason')}
        {...register('reason', { validate: (text) => text.trim().length >= shortestReason })}
      />
      <FormProblem error={replacing.error} />
      <DialogActions>
        <Button onClick={onCancel}>{dialog('cancel')}</Button>
        <Button type="submit" tone="danger" disabled={replacing.isPending}>
          {replacing.isPending ? dialog('working') : t('replace')}
        </Button>
      </DialogActions>
    </form>
  );
}
