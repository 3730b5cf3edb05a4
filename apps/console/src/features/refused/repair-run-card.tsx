'use client';

import type { RepairRun } from '@activity-hub/contracts/activity/refused-repair';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useId } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useDuration } from '../../times/use-duration.ts';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { RunFailures } from './run-failures.tsx';

const askEveryMs = 500;

function isGoing(run: RepairRun | undefined): boolean {
  return run?.state === 'running' || run?.state === 'cancelling';
}

function doneOf({ resubmitted, refused_again, skipped }: RepairRun): number {
  return resubmitted + refused_again + skipped;
}

/** A repair of many while it goes on, and what became of it. Its id is in the address: a reload keeps it. */
export function RepairRunCard({ runId, onHide }: { readonly runId: string; readonly onHide: () => void }): ReactNode {
  const t = useTranslations('refused.run');
  const hub = useHub();
  const queryClient = useQueryClient();
  const query = useQuery(
    hub.refused.progress.queryOptions(
      { run_id: runId },
      { staleTime: 0, refetchInterval: ({ state }) => (isGoing(state.data) ? askEveryMs : false) },
    ),
  );
  const run = query.data;
  const cancel = useMutation(
    hub.refused.cancel.mutationOptions({
      onSuccess: (answer) => queryClient.setQueryData(hub.refused.progress.queryKey({ run_id: runId }), answer),
    }),
  );
  const state = run?.state;
  useEffect(() => {
    if (state !== 'finished' && state !== 'cancelled') return;
    for (const queryKey of [
      hub.refused.search.pathKey(),
      hub.refused.groups.pathKey(),
      hub.refused.runs.pathKey(),
      hub.refused.get.pathKey(),
    ])
      void queryClient.invalidateQueries({ queryKey });
  }, [state, hub, queryClient]);
  return (
    <Card aria-label={t('title')} className="mb-4">
      <CardHeading
        title={t('title')}
        detail={
          run === undefined
            ? undefined
            : t.rich('started', { name: run.started_by, at: () => <Instant at={run.started_at} /> })
        }
      >
        {state === 'running' ? (
          <Button disabled={cancel.isPending} onClick={() => cancel.mutate({ run_id: runId })}>
            {t('cancel')}
          </Button>
        ) : null}
        <Button tone="quiet" onClick={onHide}>
          {t('hide')}
        </Button>
      </CardHeading>
      {query.isPending ? <Skeleton className="h-16" /> : null}
      {query.isError && run === undefined ? (
        <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
      ) : null}
      {run === undefined ? null : <RunProgress run={run} />}
      <FormProblem error={cancel.error} />
      {run === undefined ? null : <RunFailures failures={run.failures} />}
    </Card>
  );
}

function RunProgress({ run }: { readonly run: RepairRun }): ReactNode {
  const t = useTranslations('refused.run');
  const format = useFormatter();
  const duration = useDuration();
  const id = useId();
  const done = doneOf(run);
  const counts = {
    resubmitted: run.resubmitted,
    duplicates: run.duplicates,
    refusedAgain: run.refused_again,
    skipped: run.skipped,
    untouched: Math.max(0, run.total - done),
  };
  const progress = t('progress', { done: format.number(done), total: format.number(run.total) });
  return (
    <div className="grid gap-3">
      <div>
        <p id={id} className="tabular mb-1 flex flex-wrap gap-x-3">
          <span className="font-medium">{t(`state.${run.state}`)}</span>
          <span>{progress}</span>
          {run.remaining_ms === null ? null : (
            <span className="text-ink-faint">{t('left', { duration: duration(run.remaining_ms) })}</span>
          )}
        </p>
        <progress
          aria-labelledby={id}
          value={done}
          max={Math.max(1, run.total)}
          className="block h-2 w-full appearance-none overflow-hidden rounded-full border-0 bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
        />
      </div>
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        {(['resubmitted', 'duplicates', 'refusedAgain', 'skipped', 'untouched'] as const).map((name) => (
          <div key={name} data-count={name}>
            <dt className="text-ink-faint text-xs">{t(name)}</dt>
            <dd className="tabular font-semibold text-lg">{format.number(counts[name])}</dd>
          </div>
        ))}
      </dl>
      <p role="status" className="sr-only">
        {isGoing(run)
          ? ''
          : t('ended', {
              state: t(`state.${run.state}`),
              resubmitted: format.number(run.resubmitted),
              refused: format.number(run.refused_again),
              skipped: format.number(run.skipped),
            })}
      </p>
    </div>
  );
}
