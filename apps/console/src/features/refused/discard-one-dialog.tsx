'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import { ConfirmDialog } from '../../components/ui/confirm-dialog.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';

export function DiscardOneDialog({
  refusedId,
  open,
  onOpenChange,
  onDiscarded,
}: {
  readonly refusedId: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onDiscarded: () => void;
}): ReactNode {
  const t = useTranslations('refused.discard');
  const hub = useHub();
  const discard = useMutation(
    hub.refused.discard.mutationOptions({
      onSuccess: ({ discarded }) => {
        onOpenChange(false);
        toast.success(t('done', { count: discarded }));
        onDiscarded();
      },
    }),
  );
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('titleOne')}
      text={t('textOne')}
      action={t('action')}
      reasonLabel={t('reason')}
      busy={discard.isPending}
      error={discard.error}
      onConfirm={(reason) => discard.mutate({ refused_ids: [refusedId], reason })}
    />
  );
}
