'use client';

import type { RefusedFilter } from '@activity-hub/contracts/activity/refused-search';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef } from 'react';
import { toast } from 'sonner';
import { ConfirmDialog } from '../../components/ui/confirm-dialog.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';

/** Counts first what it would touch; the number is what the person writes to confirm. */
export function DiscardManyDialog({
  filter,
  open,
  onOpenChange,
  onDiscarded,
}: {
  readonly filter: RefusedFilter;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onDiscarded: () => void;
}): ReactNode {
  const t = useTranslations('refused.discard');
  const hub = useHub();
  const settled = useRef(0);
  const estimate = useMutation(hub.refused.estimate.mutationOptions());
  const count = estimate.mutate;
  const key = JSON.stringify(filter);
  useEffect(() => {
    if (open) count({ filter: JSON.parse(key) as RefusedFilter });
  }, [open, count, key]);
  const total = estimate.isPending ? undefined : estimate.data?.total;
  const discard = useMutation(
    hub.refused.discard.mutationOptions({
      onSuccess: ({ discarded, left }, plan) => {
        settled.current += discarded;
        // The hub settles a bounded number at once. What was refused after the count is not part of it.
        if (left > 0 && discarded > 0 && settled.current < (total ?? 0)) {
          discard.mutate(plan);
          return;
        }
        onOpenChange(false);
        toast.success(t('done', { count: settled.current }));
        onDiscarded();
      },
    }),
  );
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('titleMany')}
      text={total === undefined ? t('counting') : t('textMany', { count: total })}
      action={t('action')}
      reasonLabel={t('reason')}
      typed={String(total ?? '')}
      busy={discard.isPending || total === undefined || total === 0}
      error={estimate.error ?? discard.error}
      onConfirm={(reason) => {
        settled.current = 0;
        discard.mutate({ filter, reason });
      }}
    />
  );
}
