'use client';

import type { RefusedEvent } from '@activity-hub/contracts/activity/refused-event';
import type { Resubmission } from '@activity-hub/contracts/activity/refused-repair';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { useProblemTitle } from '../../components/hub-words/use-problem-title.ts';
import type { PeekWalk } from '../../components/peek-panel.tsx';
import { QueryPeek } from '../../components/query-peek.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { DiscardOneDialog } from './discard-one-dialog.tsx';
import { RefusedFacts } from './refused-facts.tsx';
import { RefusedStateBadge } from './refused-state-badge.tsx';
import { RepairForm } from './repair-form.tsx';
import { RepairHistory } from './repair-history.tsx';
import { RepairResult } from './repair-result.tsx';
import { SentText } from './sent-text.tsx';

export function RefusedPeek({ refusedId, ...walk }: PeekWalk & { readonly refusedId: string }): ReactNode {
  const t = useTranslations('refused');
  const hub = useHub();
  const query = useQuery(hub.refused.get.queryOptions({ refused_id: refusedId }));
  return (
    <QueryPeek label={t('one')} query={query} walk={walk}>
      {(refused) => <RefusedDetails refused={refused} onNext={walk.onNext} />}
    </QueryPeek>
  );
}

/** The row leaves the filtered list with its repair, and the way to the next one with it: so it is kept. */
interface Result {
  readonly resubmission: Resubmission;
  readonly onNext: (() => void) | undefined;
}

function RefusedDetails({
  refused,
  onNext,
}: {
  readonly refused: RefusedEvent;
  readonly onNext: (() => void) | undefined;
}): ReactNode {
  const hub = useHub();
  const queryClient = useQueryClient();
  const problemTitle = useProblemTitle();
  const [result, setResult] = useState<Result>();
  const [discarding, setDiscarding] = useState(false);
  const refresh = (): void => void queryClient.invalidateQueries({ queryKey: hub.refused.pathKey() });
  const isOpen = refused.state === 'open' || refused.state === 'resubmitting';
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <header aria-live="polite">
        <h2 className="flex flex-wrap items-center gap-2 font-semibold text-base">
          {problemTitle(refused.code)}
          <RefusedStateBadge state={refused.state} />
        </h2>
        <p className="mt-1 text-ink-soft [overflow-wrap:anywhere]">{refused.detail}</p>
      </header>
      <div role="status" className="empty:hidden">
        {result === undefined ? null : <RepairResult result={result.resubmission} onNext={result.onNext} />}
      </div>
      <SentText refused={refused} />
      {isOpen && result?.resubmission.status !== 'resubmitted' ? (
        <RepairForm
          refused={refused}
          onResult={(resubmission) => {
            setResult({ resubmission, onNext });
            refresh();
          }}
          onDiscard={() => setDiscarding(true)}
        />
      ) : null}
      <RefusedFacts refused={refused} />
      <RepairHistory refused={refused} />
      <DiscardOneDialog
        refusedId={refused.refused_id}
        open={discarding}
        onOpenChange={setDiscarding}
        onDiscarded={refresh}
      />
    </div>
  );
}
