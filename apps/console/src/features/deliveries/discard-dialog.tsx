'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ConfirmDialog } from '../../components/ui/confirm-dialog.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { useDeliveryChange } from './use-delivery-change.ts';

/** Settles dead letters without sending them: one, or all of a group. The reason stays with them. */
export function DiscardDialog({
  what,
  count,
  open,
  onOpenChange,
}: {
  readonly what: {
    readonly subscription_id: string;
    readonly delivery_id?: string;
    readonly fingerprint?: string;
  };
  readonly count: number;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}): ReactNode {
  const t = useTranslations('deadLetters.discard');
  const hub = useHub();
  const changed = useDeliveryChange();
  const discard = useMutation(
    hub.deliveries.discard.mutationOptions({
      onSuccess: async ({ discarded }) => {
        onOpenChange(false);
        await changed(t('done', { count: discarded }));
      },
    }),
  );
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('title', { count })}
      text={t('text')}
      action={t('action')}
      reasonLabel={t('reason')}
      busy={discard.isPending}
      error={discard.error}
      onConfirm={(reason) => discard.mutate({ ...what, reason })}
    />
  );
}
