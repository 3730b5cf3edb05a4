'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { createSerializer } from 'nuqs';
import type { ReactNode } from 'react';
import { ListPanel } from '../../components/list-panel.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { NothingRefused } from './nothing-refused.tsx';
import { groupSearchOf, isFiltered, noFilters, type RefusedFilters, refusedFilters } from './refused-filters.ts';
import { RefusedGroupsTable } from './refused-groups-table.tsx';
import { RepairRuns } from './repair-runs.tsx';

const addressOf = createSerializer(refusedFilters);

export function RefusedGroupsView({
  filters,
  anchorMs,
  onChange,
  onRun,
}: {
  readonly filters: RefusedFilters;
  readonly anchorMs: number;
  readonly onChange: (change: Partial<RefusedFilters>) => void;
  readonly onRun: (runId: string) => void;
}): ReactNode {
  const t = useTranslations('refused');
  const hub = useHub();
  const query = useQuery(hub.refused.groups.queryOptions(groupSearchOf(filters, anchorMs)));
  const hrefOf = (group: string): string => addressOf('/refused', { ...filters, view: null, group });
  const groups = query.data?.items ?? [];
  return (
    <>
      {groups.length === 0 ? null : (
        <p className="mb-2 text-ink-faint text-xs">
          {t(query.data?.more === true ? 'groupsMore' : 'groupsShown', { count: groups.length })}
        </p>
      )}
      <ListPanel
        query={query}
        count={groups.length}
        skeletonRows={5}
        empty={<NothingRefused filtered={isFiltered(filters)} onClear={() => onChange(noFilters)} />}
      >
        <RefusedGroupsTable groups={groups} hrefOf={hrefOf} onOpen={(group) => onChange({ group })} />
      </ListPanel>
      <RepairRuns onOpen={onRun} />
    </>
  );
}
