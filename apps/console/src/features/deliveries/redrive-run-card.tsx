'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { RedriveProgress } from './redrive-progress.tsx';
import { RedriveSteering } from './redrive-steering.tsx';

const askEveryMs = 500;

/** A repair of many while it goes on, and what became of it. Its id is in the address: a reload keeps it. */
export function RedriveRunCard({ runId, onHide }: { readonly runId: string; readonly onHide: () => void }): ReactNode {
  const t = useTranslations('redrive');
  const hub = useHub();
  const query = useQuery(
    hub.deliveries.redrive.queryOptions(
      { run_id: runId },
      { staleTime: 0, refetchInterval: ({ state }) => (state.data?.state === 'running' ? askEveryMs : false) },
    ),
  );
  const run = query.data;
  useRefreshAtEnd(run?.state);
  return (
    <Card aria-label={t('run')} className="mb-4">
      <CardHeading
        title={run === undefined ? t('run') : t(`kind.${run.selection.kind}.title`)}
        detail={
          run === undefined
            ? undefined
            : t.rich('started', { name: run.started_by, at: () => <Instant at={run.started_at} /> })
        }
      >
        {run === undefined ? null : <RedriveSteering run={run} />}
        <Button tone="quiet" onClick={onHide}>
          {t('hide')}
        </Button>
      </CardHeading>
      {query.isPending ? <Skeleton className="h-16" /> : null}
      {query.isError && run === undefined ? (
        <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
      ) : null}
      {run === undefined ? null : <RedriveProgress run={run} />}
    </Card>
  );
}

/** What it sent changes lists and counts; they are asked for anew once it rests. */
function useRefreshAtEnd(state: string | undefined): void {
  const hub = useHub();
  const queryClient = useQueryClient();
  useEffect(() => {
    if (state === undefined || state === 'running') return;
    for (const queryKey of [
      hub.deliveries.search.pathKey(),
      hub.deliveries.get.pathKey(),
      hub.deliveries.deadLetters.pathKey(),
      hub.deliveries.redrives.pathKey(),
      hub.subscriptions.pathKey(),
    ])
      void queryClient.invalidateQueries({ queryKey });
  }, [state, hub, queryClient]);
}
