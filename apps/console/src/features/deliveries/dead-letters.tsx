'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleCheckBig } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { ListPanel } from '../../components/list-panel.tsx';
import { Button } from '../../components/ui/button.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { refreshMs } from '../subscriptions/refresh-ms.ts';
import { DeadLetterGroupRow } from './dead-letter-group-row.tsx';
import { RedriveDialog, type RedriveWish } from './redrive-dialog.tsx';

/** Dead letters by how they failed, largest group first; of one subscription or of all. */
export function DeadLetters({
  subscriptionId,
  onRun,
}: {
  readonly subscriptionId?: string;
  readonly onRun: (runId: string) => void;
}): ReactNode {
  const t = useTranslations('deadLetters');
  const hub = useHub();
  const wanted = subscriptionId === undefined ? {} : { subscription_id: subscriptionId };
  const query = useQuery(hub.deliveries.deadLetters.queryOptions(wanted, { refetchInterval: refreshMs }));
  const [wish, setWish] = useState<RedriveWish>();
  const groups = query.data?.items ?? [];
  return (
    <>
      <div className="mb-2 flex min-h-8 flex-wrap items-center justify-between gap-2">
        <p className="text-ink-faint text-xs">
          {query.data === undefined || query.data.total === 0 ? null : t('total', { count: query.data.total })}
        </p>
        {subscriptionId === undefined || groups.length === 0 ? null : (
          <Button onClick={() => setWish({ subscriptionId, selection: { kind: 'redrive' } })}>{t('redriveAll')}</Button>
        )}
      </div>
      <ListPanel
        query={query}
        count={groups.length}
        skeletonRows={4}
        empty={<EmptyState icon={CircleCheckBig} title={t('nothing')} text={t('nothingText')} />}
      >
        <ul aria-label={t('title')}>
          {groups.map((group) => (
            <DeadLetterGroupRow
              key={`${group.subscription_id} ${group.fingerprint}`}
              group={group}
              ofAll={subscriptionId === undefined}
              onRedrive={setWish}
            />
          ))}
        </ul>
      </ListPanel>
      <RedriveDialog
        wish={wish}
        onClose={() => setWish(undefined)}
        onStarted={(runId) => {
          setWish(undefined);
          onRun(runId);
        }}
      />
    </>
  );
}
