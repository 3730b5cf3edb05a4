'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useProblemToast } from '../../components/hub-words/use-problem.ts';
import { Button } from '../../components/ui/button.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import type { ShownRun } from './shown-delivery.ts';

/** Lets a run rest, go on, or end. */
export function RedriveSteering({ run }: { readonly run: ShownRun }): ReactNode {
  const t = useTranslations('redrive');
  const tellProblem = useProblemToast();
  const hub = useHub();
  const queryClient = useQueryClient();
  const one = { run_id: run.run_id };
  const after = {
    onSuccess: (answer: ShownRun) => queryClient.setQueryData(hub.deliveries.redrive.queryKey(one), answer),
    onError: tellProblem,
  };
  const pause = useMutation(hub.deliveries.pauseRedrive.mutationOptions(after));
  const resume = useMutation(hub.deliveries.resumeRedrive.mutationOptions(after));
  const cancel = useMutation(hub.deliveries.cancelRedrive.mutationOptions(after));
  const isBusy = pause.isPending || resume.isPending || cancel.isPending;
  if (run.state !== 'running' && run.state !== 'paused') return null;
  return (
    <>
      {run.state === 'running' ? (
        <Button disabled={isBusy} onClick={() => pause.mutate(one)}>
          {t('pause')}
        </Button>
      ) : (
        <Button disabled={isBusy} onClick={() => resume.mutate(one)}>
          {t('resume')}
        </Button>
      )}
      <Button disabled={isBusy} onClick={() => cancel.mutate(one)}>
        {t('cancel')}
      </Button>
    </>
  );
}
