'use client';

import type { AnomalyCase } from '@activity-hub/contracts/activity/anomaly-case';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ShieldCheck, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { createSerializer, parseAsString, useQueryStates } from 'nuqs';
import type { ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import { ListPanel } from '../../components/list-panel.tsx';
import { PeekRoom } from '../../components/peek-room.tsx';
import { Button } from '../../components/ui/button.tsx';
import { fieldLook } from '../../components/ui/committed-input.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { NoMatches } from '../../components/ui/no-matches.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { usePages } from '../../components/use-pages.ts';
import { usePeekList } from '../../components/use-peek-list.ts';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { type CaseFilters, caseFilters, caseSearchOf, caseStatuses, severities } from './case-filters.ts';
import { CasePeek } from './case-peek.tsx';
import { CasesTable } from './cases-table.tsx';

const addressOf = createSerializer({ ...caseFilters, peek: parseAsString });
const noFilters: CaseFilters = { status: null, severity: null, user: null };

function idOf(anomaly: AnomalyCase): string {
  return anomaly.case_id;
}

export function AnomaliesPage(): ReactNode {
  const t = useTranslations('anomalies');
  const hub = useHub();
  const [filters, setFilters] = useQueryStates(caseFilters, { history: 'push' });
  const query = useInfiniteQuery(
    hub.anomalies.list.infiniteQueryOptions(caseSearchOf(filters), { getNextPageParam: (page) => page.next_cursor }),
  );
  const list = usePeekList({
    ...usePages(query),
    idOf,
    hrefOf: (caseId) => addressOf('/anomalies', { ...filters, peek: caseId }),
  });
  const { rows } = list.table;
  return (
    <PeekRoom open={list.peekId !== null}>
      <PageHeading title={t('title')} detail={query.data === undefined ? null : t('shown', { count: rows.length })} />
      <CaseFilterBar filters={filters} onChange={(change) => void setFilters(change)} />
      <ListPanel
        ref={list.panel}
        query={query}
        count={rows.length}
        skeletonRows={6}
        empty={<NoCases filters={filters} onClear={() => void setFilters(noFilters)} />}
      >
        <CasesTable {...list.table} />
      </ListPanel>
      {list.peekId === null ? null : <CasePeek caseId={list.peekId} {...list.walk} />}
    </PeekRoom>
  );
}

function NoCases({ filters, onClear }: { readonly filters: CaseFilters; readonly onClear: () => void }): ReactNode {
  const t = useTranslations('anomalies');
  return Object.values(filters).some((value) => value !== null) ? (
    <NoMatches title={t('nothingMatches')} text={t('nothingMatchesText')} clear={t('clear')} onClear={onClear} />
  ) : (
    <EmptyState icon={ShieldCheck} title={t('nothingYet')} text={t('nothingYetText')} />
  );
}

function CaseFilterBar({
  filters,
  onChange,
}: {
  readonly filters: CaseFilters;
  readonly onChange: (change: Partial<CaseFilters>) => void;
}): ReactNode {
  const t = useTranslations('anomalies');
  return (
    <search aria-label={t('filter')} className="mb-3 flex flex-wrap items-center gap-2">
      <select
        aria-label={t('statusFilter')}
        className={classNames(fieldLook, 'w-auto')}
        value={filters.status ?? ''}
        onChange={(event) => onChange({ status: caseStatuses.find((status) => status === event.target.value) ?? null })}
      >
        <option value="">{t('anyStatus')}</option>
        {caseStatuses.map((status) => (
          <option key={status} value={status}>
            {t(`status.${status}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t('severityFilter')}
        className={classNames(fieldLook, 'w-auto')}
        value={filters.severity ?? ''}
        onChange={(event) =>
          onChange({ severity: severities.find((severity) => severity === event.target.value) ?? null })
        }
      >
        <option value="">{t('anySeverity')}</option>
        {severities.map((severity) => (
          <option key={severity} value={severity}>
            {t(`severity.${severity}`)}
          </option>
        ))}
      </select>
      {filters.user === null ? null : (
        <Button onClick={() => onChange({ user: null })}>
          {t('ofUser', { id: filters.user.slice(0, 8) })}
          <X aria-hidden size={14} />
          <span className="sr-only">{t('clear')}</span>
        </Button>
      )}
    </search>
  );
}
