'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm-dialog.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import type { ShownSubscription } from '../subscriptions/shown-subscription.ts';
import { DiscardDialog } from './discard-dialog.tsx';
import { EditAndSendDialog } from './edit-and-send-dialog.tsx';
import type { ShownDeliveryDetail } from './shown-delivery.ts';
import { useDeliveryChange } from './use-delivery-change.ts';
import { useResend } from './use-resend.ts';

/** What may be done with one delivery in the state it is in. */
export function DeliveryActions({
  subscription,
  detail,
}: {
  readonly subscription: ShownSubscription;
  readonly detail: ShownDeliveryDetail;
}): ReactNode {
  const t = useTranslations('deliveries.action');
  const { delivery } = detail;
  const one = { subscription_id: subscription.subscription_id, delivery_id: delivery.delivery_id };
  const [open, setOpen] = useState<'edit' | 'discard'>();
  const resend = useResend(t('resent'));
  return (
    <div className="grid grid-cols-1 gap-2">
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" disabled={resend.isPending} onClick={() => resend.mutate(one)}>
          {t('resend')}
        </Button>
        <Button onClick={() => setOpen('edit')}>{t('edit')}</Button>
        {subscription.fifo && delivery.state === 'pending' ? <SkipButton one={one} /> : null}
        {delivery.state === 'dead' ? (
          <Button tone="quiet" onClick={() => setOpen('discard')}>
            {t('discard')}
          </Button>
        ) : null}
      </div>
      <FormProblem error={resend.error} />
      <EditAndSendDialog
        one={one}
        detail={detail}
        open={open === 'edit'}
        onOpenChange={(next) => setOpen(next ? 'edit' : undefined)}
      />
      <DiscardDialog
        what={one}
        count={1}
        open={open === 'discard'}
        onOpenChange={(next) => setOpen(next ? 'discard' : undefined)}
      />
    </div>
  );
}

/** Asks first: the events behind it go on without it. */
function SkipButton({
  one,
}: {
  readonly one: { readonly subscription_id: string; readonly delivery_id: string };
}): ReactNode {
  const t = useTranslations('deliveries.action');
  const hub = useHub();
  const changed = useDeliveryChange();
  const [asking, setAsking] = useState(false);
  const skip = useMutation(
    hub.deliveries.skip.mutationOptions({
      onSuccess: async () => {
        setAsking(false);
        await changed(t('skipped'));
      },
    }),
  );
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('skip')}</Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('skipTitle')}
        text={t('skipText')}
        action={t('skip')}
        busy={skip.isPending}
        error={skip.error}
        onConfirm={() => skip.mutate(one)}
      />
    </>
  );
}
