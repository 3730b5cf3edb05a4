'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogActions } from '../../components/ui/dialog.tsx';
import { TextField } from '../../components/ui/form-field.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { RedriveEstimateView } from './redrive-estimate-view.tsx';
import type { RedriveSelectionInput } from './shown-delivery.ts';

/** What a repair of many would take, and of which subscription. */
export interface RedriveWish {
  readonly subscriptionId: string;
  readonly selection: RedriveSelectionInput;
}

interface RedriveProps {
  readonly onClose: () => void;
  readonly onStarted: (runId: string) => void;
}

/** Counts first, and starts exactly what was counted. */
export function RedriveDialog({ wish, ...rest }: RedriveProps & { readonly wish: RedriveWish | undefined }): ReactNode {
  const t = useTranslations('redrive');
  return (
    <Dialog
      open={wish !== undefined}
      onOpenChange={(open) => {
        if (!open) rest.onClose();
      }}
      title={wish === undefined ? '' : t(`kind.${wish.selection.kind}.title`)}
      detail={wish === undefined ? '' : t(`kind.${wish.selection.kind}.effect`)}
    >
      {wish === undefined ? null : <RedriveForm key={JSON.stringify(wish)} wish={wish} {...rest} />}
    </Dialog>
  );
}

const usualRate = '100';
const mostPerSecond = 10_000;

function RedriveForm({ wish, onClose, onStarted }: RedriveProps & { readonly wish: RedriveWish }): ReactNode {
  const t = useTranslations('redrive');
  const dialog = useTranslations('dialog');
  const [rateText, setRateText] = useState(usualRate);
  const { estimate, start } = useRedrive(wish, onStarted);
  const rate = Number(rateText);
  const isRate = Number.isInteger(rate) && rate >= 1 && rate <= mostPerSecond;
  const { data } = estimate;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (data !== undefined && data.total > 0 && isRate && !start.isPending) start.begin(rate, data.upto);
  };
  return (
    <form onSubmit={submit} className="grid grid-cols-1 gap-4">
      <div role="status">
        {estimate.isPending ? <Skeleton className="h-16" /> : null}
        {data === undefined ? null : <RedriveEstimateView estimate={data} rate={isRate ? rate : undefined} />}
      </div>
      <TextField
        label={t('rate')}
        hint={t('rateHint')}
        error={isRate ? undefined : t('rateWrong')}
        className="max-w-60"
        inputMode="numeric"
        value={rateText}
        onChange={(event) => setRateText(event.target.value)}
      />
      <FormProblem error={estimate.error ?? start.error} />
      <DialogActions>
        <Button onClick={onClose}>{dialog('cancel')}</Button>
        <Button
          type="submit"
          tone="primary"
          disabled={data === undefined || data.total === 0 || !isRate || start.isPending}
        >
          {start.isPending ? t('starting') : t('start', { count: data?.total ?? 0 })}
        </Button>
      </DialogActions>
    </form>
  );
}

function useRedrive({ subscriptionId, selection }: RedriveWish, onStarted: (runId: string) => void) {
  const hub = useHub();
  const queryClient = useQueryClient();
  const estimate = useMutation(hub.deliveries.estimateRedrive.mutationOptions());
  const start = useMutation(
    hub.deliveries.startRedrive.mutationOptions({
      onSuccess: ({ run_id: runId }) => {
        void queryClient.invalidateQueries({ queryKey: hub.deliveries.redrives.pathKey() });
        onStarted(runId);
      },
    }),
  );
  const count = estimate.mutate;
  const key = JSON.stringify(selection);
  useEffect(() => {
    count({ subscription_id: subscriptionId, selection: JSON.parse(key) as RedriveSelectionInput });
  }, [count, subscriptionId, key]);
  const begin = (rate: number, upto: string): void =>
    start.mutate({ subscription_id: subscriptionId, selection, rate_per_second: rate, upto });
  return { estimate, start: { begin, isPending: start.isPending, error: start.error } };
}
