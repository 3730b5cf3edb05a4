'use client';

import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState, useQueryStates } from 'nuqs';
import type { ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import { NoAccessState } from '../../components/ui/no-access-state.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { usePerson } from '../session/person-provider.tsx';
import { RefusedFilterBar } from './refused-filter-bar.tsx';
import { isList, type RefusedFilters, refusedFilters, views } from './refused-filters.ts';
import { RefusedGroupsView } from './refused-groups-view.tsx';
import { RefusedList } from './refused-list.tsx';
import { RepairRunCard } from './repair-run-card.tsx';

export function RefusedPage({ anchorMs }: { readonly anchorMs: number }): ReactNode {
  const { role } = usePerson();
  return role === 'admin' ? <Refused anchorMs={anchorMs} /> : <NoAccessState reason="forbidden" />;
}

function Refused({ anchorMs }: { readonly anchorMs: number }): ReactNode {
  const t = useTranslations('refused');
  const [filters, setFilters] = useQueryStates(refusedFilters, { history: 'push' });
  const [run, setRun] = useQueryState('run', parseAsString.withOptions({ history: 'push' }));
  const [peek] = useQueryState('peek', parseAsString);
  const change = (next: Partial<RefusedFilters>): void => void setFilters(next);
  const shown = isList(filters) ? 'events' : 'groups';
  return (
    <div className={classNames(peek !== null && 'xl:pr-[calc(var(--peek-width,0px)-0.5rem)]')}>
      <PageHeading title={t('title')} detail={t('detail')} />
      {run === null ? null : <RepairRunCard key={run} runId={run} onHide={() => void setRun(null)} />}
      <div className="mb-3">
        <Segmented
          label={t('view')}
          options={views.map((view) => ({ value: view, label: t(`views.${view}`) }))}
          value={shown}
          onChoose={(view) => change({ view: view === 'groups' ? null : view, group: null })}
        />
      </div>
      <RefusedFilterBar filters={filters} onChange={change} />
      {shown === 'groups' ? (
        <RefusedGroupsView filters={filters} anchorMs={anchorMs} onChange={change} onRun={(id) => void setRun(id)} />
      ) : (
        <RefusedList filters={filters} anchorMs={anchorMs} onChange={change} onRun={(id) => void setRun(id)} />
      )}
    </div>
  );
}
