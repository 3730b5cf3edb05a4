'use client';

import type { AuditEntry } from '@activity-hub/contracts/access/audit';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { createSerializer, parseAsString, useQueryStates } from 'nuqs';
import type { ReactNode } from 'react';
import { ListPanel } from '../../components/list-panel.tsx';
import { PeekRoom } from '../../components/peek-room.tsx';
import { CommittedInput } from '../../components/ui/committed-input.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { NoMatches } from '../../components/ui/no-matches.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { usePages } from '../../components/use-pages.ts';
import { usePeekList } from '../../components/use-peek-list.ts';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { type AuditFilters, auditFilters, auditSearchOf } from './audit-filters.ts';
import { AuditPeek } from './audit-peek.tsx';
import { AuditTable } from './audit-table.tsx';

const addressOf = createSerializer({ ...auditFilters, peek: parseAsString });
const noFilters: AuditFilters = { action: null, actor: null, subject: null };

function idOf(entry: AuditEntry): string {
  return entry.audit_id;
}

export function AuditPage(): ReactNode {
  const t = useTranslations('audit');
  const hub = useHub();
  const [filters, setFilters] = useQueryStates(auditFilters, { history: 'push' });
  const query = useInfiniteQuery(
    hub.audit.list.infiniteQueryOptions(auditSearchOf(filters), { getNextPageParam: (page) => page.next_cursor }),
  );
  const list = usePeekList({
    ...usePages(query),
    idOf,
    hrefOf: (auditId) => addressOf('/audit', { ...filters, peek: auditId }),
  });
  const { rows } = list.table;
  return (
    <PeekRoom open={list.peeked !== undefined}>
      <PageHeading title={t('title')} detail={t('detail')} />
      <AuditFilterBar filters={filters} onChange={(change) => void setFilters(change)} />
      <ListPanel
        ref={list.panel}
        query={query}
        count={rows.length}
        skeletonRows={8}
        empty={<NoEntries filters={filters} onClear={() => void setFilters(noFilters)} />}
      >
        <AuditTable {...list.table} />
      </ListPanel>
      {list.peeked === undefined ? null : <AuditPeek entry={list.peeked} {...list.walk} />}
    </PeekRoom>
  );
}

function NoEntries({ filters, onClear }: { readonly filters: AuditFilters; readonly onClear: () => void }): ReactNode {
  const t = useTranslations('audit');
  return Object.values(filters).some((value) => value !== null) ? (
    <NoMatches title={t('nothingMatches')} text={t('nothingMatchesText')} clear={t('clear')} onClear={onClear} />
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
