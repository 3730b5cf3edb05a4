'use client';

import type { AuditEntry } from '@activity-hub/contracts/access/audit';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText, SearchX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { createSerializer, parseAsString, useQueryStates } from 'nuqs';
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react';
import { classNames } from '../../components/class-names.ts';
import { Button } from '../../components/ui/button.tsx';
import { CommittedInput } from '../../components/ui/committed-input.tsx';
import { Panel } from '../../components/ui/data-table.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { RowsSkeleton } from '../../components/ui/skeleton.tsx';
import { useRowPeek } from '../../components/use-row-peek.ts';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { type AuditFilters, auditFilters, auditSearchOf } from './audit-filters.ts';
import { AuditPeek } from './audit-peek.tsx';
import { AuditTable } from './audit-table.tsx';

const addressOf = createSerializer({ ...auditFilters, peek: parseAsString });
const noFilters: AuditFilters = { action: null, actor: null, subject: null };

export function AuditPage(): ReactNode {
  const t = useTranslations('audit');
  const hub = useHub();
  const [filters, setFilters] = useQueryStates(auditFilters, { history: 'push' });
  const query = useInfiniteQuery(
    hub.audit.list.infiniteQueryOptions(auditSearchOf(filters), { getNextPageParam: (page) => page.next_cursor }),
  );
  const entries = useMemo<readonly AuditEntry[]>(
    () => query.data?.pages.flatMap((page) => page.items) ?? [],
    [query.data],
  );
  const ids = useMemo(() => entries.map(({ audit_id }) => audit_id), [entries]);
  const peek = useRowPeek(ids, query.hasNextPage ? query.fetchNextPage : undefined);
  const table = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const id = peek.focusRequest === null ? undefined : ids[peek.focusRequest.index];
    if (id !== undefined) table.current?.querySelector<HTMLElement>(`[data-row="${id}"]`)?.focus();
  }, [peek.focusRequest, ids]);
  const hrefOf = useCallback((auditId: string) => addressOf('/audit', { ...filters, peek: auditId }), [filters]);
  const peeked = entries.find(({ audit_id: id }) => id === peek.id);
  return (
    <div className={classNames(peeked !== undefined && 'xl:pr-[calc(var(--peek-width,0px)-0.5rem)]')}>
      <PageHeading title={t('title')} detail={t('detail')} />
      <AuditFilterBar filters={filters} onChange={(change) => void setFilters(change)} />
      <Panel ref={table} aria-busy={query.isFetching}>
        {query.isPending ? (
          <RowsSkeleton rows={8} />
        ) : query.isError && entries.length === 0 ? (
          <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
        ) : entries.length > 0 ? (
          <>
            <AuditTable entries={entries} peeked={peek.id} hrefOf={hrefOf} onPeek={peek.open} />
            {query.hasNextPage ? (
              <div className="flex justify-center p-1.5">
                <Button tone="quiet" onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
                  {t('loadMore')}
                </Button>
              </div>
            ) : null}
          </>
        ) : (
          <NoEntries filters={filters} onClear={() => void setFilters(noFilters)} />
        )}
      </Panel>
      {peeked === undefined ? null : (
        <AuditPeek entry={peeked} onClose={peek.close} onNext={peek.next} onPrevious={peek.previous} />
      )}
    </div>
  );
}

function NoEntries({ filters, onClear }: { readonly filters: AuditFilters; readonly onClear: () => void }): ReactNode {
  const t = useTranslations('audit');
  return Object.values(filters).some((value) => value !== null) ? (
    <EmptyState icon={SearchX} title={t('nothingMatches')} text={t('nothingMatchesText')}>
      <Button tone="primary" onClick={onClear}>
        {t('clear')}
      </Button>
    </EmptyState>
  ) : (
    <EmptyState icon={ScrollText} title={t('nothingYet')} text={t('nothingYetText')} />
  );
}

function AuditFilterBar({
  filters,
  onChange,
}: {
  readonly filters: AuditFilters;
  readonly onChange: (change: Partial<AuditFilters>) => void;
}): ReactNode {
  const t = useTranslations('audit');
  return (
    <search aria-label={t('filter')} className="mb-3 flex flex-wrap items-start gap-2">
      <CommittedInput
        label={t('filterAction')}
        className="w-52"
        value={filters.action}
        onCommit={(action) => onChange({ action })}
      />
      <CommittedInput
        label={t('filterSubject')}
        className="w-52"
        value={filters.subject}
        onCommit={(subject) => onChange({ subject })}
      />
      <CommittedInput
        label={t('filterActor')}
        className="w-52"
        value={filters.actor}
        onCommit={(actor) => onChange({ actor })}
      />
    </search>
  );
}
