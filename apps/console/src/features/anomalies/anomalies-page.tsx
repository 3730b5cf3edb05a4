'use client';

import type { AnomalyCase } from '@activity-hub/contracts/activity/anomaly-case';
import { useInfiniteQuery } from '@tanstack/react-query';
import { SearchX, ShieldCheck, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { createSerializer, parseAsString, useQueryStates } from 'nuqs';
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react';
import { classNames } from '../../components/class-names.ts';
import { Button } from '../../components/ui/button.tsx';
import { fieldLook } from '../../components/ui/committed-input.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { RowsSkeleton } from '../../components/ui/skeleton.tsx';
import { useRowPeek } from '../../components/use-row-peek.ts';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { type CaseFilters, caseFilters, caseSearchOf, caseStatuses, severities } from './case-filters.ts';
import { CasePeek } from './case-peek.tsx';
import { CasesTable } from './cases-table.tsx';

const addressOf = createSerializer({ ...caseFilters, peek: parseAsString });
const noFilters: CaseFilters = { status: null, severity: null, user: null };

export function AnomaliesPage(): ReactNode {
  const t = useTranslations('anomalies');
  const hub = useHub();
  const [filters, setFilters] = useQueryStates(caseFilters, { history: 'push' });
  const query = useInfiniteQuery(
    hub.anomalies.list.infiniteQueryOptions(caseSearchOf(filters), { getNextPageParam: (page) => page.next_cursor }),
  );
  const cases = useMemo<readonly AnomalyCase[]>(
    () => query.data?.pages.flatMap((page) => page.items) ?? [],
    [query.data],
  );
  const ids = useMemo(() => cases.map(({ case_id }) => case_id), [cases]);
  const peek = useRowPeek(ids, query.hasNextPage ? query.fetchNextPage : undefined);
  const table = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const id = peek.focusRequest === null ? undefined : ids[peek.focusRequest.index];
    if (id !== undefined) table.current?.querySelector<HTMLElement>(`[data-row="${id}"]`)?.focus();
  }, [peek.focusRequest, ids]);
  const hrefOf = useCallback((caseId: string) => addressOf('/anomalies', { ...filters, peek: caseId }), [filters]);
  const filtered = Object.values(filters).some((value) => value !== null);
  return (
    <div className={classNames(peek.id !== null && 'xl:pr-[calc(var(--peek-width,0px)-0.5rem)]')}>
      <PageHeading title={t('title')} detail={query.data === undefined ? null : t('shown', { count: cases.length })} />
      <CaseFilterBar filters={filters} onChange={(change) => void setFilters(change)} />
      <div
        ref={table}
        className="@container overflow-clip rounded-xl border bg-surface shadow-card"
        aria-busy={query.isFetching}
      >
        {query.isPending ? (
          <RowsSkeleton rows={6} />
        ) : query.isError && cases.length === 0 ? (
          <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
        ) : cases.length > 0 ? (
          <>
            <CasesTable cases={cases} peeked={peek.id} hrefOf={hrefOf} onPeek={peek.open} />
            {query.hasNextPage ? (
              <div className="flex justify-center p-1.5">
                <Button tone="quiet" onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
                  {t('loadMore')}
                </Button>
              </div>
            ) : null}
          </>
        ) : filtered ? (
          <EmptyState icon={SearchX} title={t('nothingMatches')} text={t('nothingMatchesText')}>
            <Button tone="primary" onClick={() => void setFilters(noFilters)}>
              {t('clear')}
            </Button>
          </EmptyState>
        ) : (
          <EmptyState icon={ShieldCheck} title={t('nothingYet')} text={t('nothingYetText')} />
        )}
      </div>
      {peek.id === null ? null : (
        <CasePeek caseId={peek.id} onClose={peek.close} onNext={peek.next} onPrevious={peek.previous} />
      )}
    </div>
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
