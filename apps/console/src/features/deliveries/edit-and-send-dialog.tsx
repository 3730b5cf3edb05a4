'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { readJson } from '../../components/read-json.ts';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogActions } from '../../components/ui/dialog.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { TextAreaField } from '../../components/ui/form-field.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { jsonFault } from '../refused/json-text.ts';
import { SideBySide } from '../schemas/side-by-side.tsx';
import type { ResendInput, ShownDeliveryDetail } from './shown-delivery.ts';
import { useResend } from './use-resend.ts';

interface EditProps {
  readonly one: Pick<ResendInput, 'subscription_id' | 'delivery_id'>;
  readonly onOpenChange: (open: boolean) => void;
}

/** Another body than the event gave. Only what was seen beside the original can be sent. */
export function EditAndSendDialog({
  open,
  detail,
  ...form
}: EditProps & { readonly open: boolean; readonly detail: ShownDeliveryDetail }): ReactNode {
  const t = useTranslations('deliveries.edit');
  return (
    <Dialog open={open} onOpenChange={form.onOpenChange} title={t('title')} detail={t('detail')} wide sealed>
      {detail.body === null ? (
        <EditFromEvent eventId={detail.delivery.event_id} {...form} />
      ) : (
        <EditForm original={detail.body} mayStay={false} {...form} />
      )}
    </Dialog>
  );
}

/** Its template fails, so there is no body to begin with but the event itself. */
function EditFromEvent({ eventId, ...form }: EditProps & { readonly eventId: string }): ReactNode {
  const hub = useHub();
  const query = useQuery(hub.events.get.queryOptions({ event_id: eventId }));
  if (query.isPending) return <Skeleton className="h-80" />;
  if (query.data === undefined)
    return <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />;
  // What the hub noted for itself on the way in is not for subscribers, and the mark is no part of the event.
  const { context: _own, correction: _mark, ...event } = query.data;
  return <EditForm original={event} mayStay {...form} />;
}

function EditForm({
  one,
  original,
  mayStay,
  onOpenChange,
}: EditProps & {
  readonly original: unknown;
  /** Nothing like it was ever sent, so it may be sent as it is. */
  readonly mayStay: boolean;
}): ReactNode {
  const t = useTranslations('deliveries.edit');
  const dialog = useTranslations('dialog');
  const before = JSON.stringify(original, null, 2);
  const [text, setText] = useState(before);
  const [comparing, setComparing] = useState(false);
  const resend = useResend(t('sent'), () => onOpenChange(false));
  const read = readJson(text);
  const after = 'value' in read ? JSON.stringify(read.value, null, 2) : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!('value' in read)) return;
    if (comparing) resend.mutate({ ...one, body: read.value as NonNullable<ResendInput['body']> });
    else setComparing(true);
  };
  return (
    <form onSubmit={submit} className="grid grid-cols-1 gap-4">
      {comparing && after !== undefined ? (
        <SideBySide from={t('original')} to={t('edited')} left={before} right={after} />
      ) : (
        <BodyText text={text} onChange={setText} />
      )}
      <FormProblem error={resend.error} />
      <DialogActions>
        {comparing ? (
          <Button onClick={() => setComparing(false)}>{t('back')}</Button>
        ) : (
          <Button onClick={() => onOpenChange(false)}>{dialog('cancel')}</Button>
        )}
        <Button
          type="submit"
          tone="primary"
          disabled={after === undefined || (!mayStay && after === before) || resend.isPending}
        >
          {resend.isPending ? dialog('working') : comparing ? t('send') : t('compare')}
        </Button>
      </DialogActions>
    </form>
  );
}

function BodyText({ text, onChange }: { readonly text: string; readonly onChange: (text: string) => void }): ReactNode {
  const t = useTranslations('deliveries.edit');
  const fault = jsonFault(text);
  return (
    <TextAreaField
      label={t('body')}
      error={fault === undefined ? undefined : fault === 'somewhere' ? t('wrong') : t('wrongAt', { ...fault })}
      mono
      rows={18}
      value={text}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
