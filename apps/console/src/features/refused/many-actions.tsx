'use client';

import type { RefusedFilter } from '@activity-hub/contracts/activity/refused-search';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2, Wrench } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { DiscardManyDialog } from './discard-many-dialog.tsx';
import { oneGroupOf, repairableAt } from './refused-filters.ts';
import { RepairManyDialog } from './repair-many-dialog.tsx';

/** What can be done with everything open that the list is narrowed to, beyond the rows that are loaded. */
export function ManyActions({
  filter,
  groupId,
  onRun,
}: {
  readonly filter: RefusedFilter;
  readonly groupId: string | null;
  readonly onRun: (runId: string) => void;
}): ReactNode {
  const t = useTranslations('refused');
  const hub = useHub();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<'repair' | 'discard'>();
  const groups = useQuery(hub.refused.groups.queryOptions(oneGroupOf(groupId ?? ''), { enabled: groupId !== null }));
  const group = groupId === null ? undefined : groups.data?.items[0];
  const refresh = (): void => void queryClient.invalidateQueries({ queryKey: hub.refused.pathKey() });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button tone="primary" onClick={() => setAsked('repair')}>
        <Wrench aria-hidden size={15} />
        {t('many.open')}
      </Button>
      <Button onClick={() => setAsked('discard')}>
        <Trash2 aria-hidden size={15} />
        {t('discard.open')}
      </Button>
      <RepairManyDialog
        open={asked === 'repair'}
        onOpenChange={() => setAsked(undefined)}
        filter={filter}
        isGroup={groupId !== null}
        place={repairableAt(group)}
        onStarted={(runId) => {
          setAsked(undefined);
          onRun(runId);
        }}
      />
      <DiscardManyDialog
        open={asked === 'discard'}
        onOpenChange={() => setAsked(undefined)}
        filter={filter}
        onDiscarded={refresh}
      />
    </div>
  );
}
