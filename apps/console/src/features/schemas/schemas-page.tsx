'use client';

import type { SchemaCatalogueRow } from '@activity-hub/contracts/schema/event-schema';
import { useQuery } from '@tanstack/react-query';
import { FileJson2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { type ReactNode, useMemo } from 'react';
import { classNames } from '../../components/class-names.ts';
import { ListPanel } from '../../components/list-panel.tsx';
import { CommittedInput, fieldLook } from '../../components/ui/committed-input.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { NoMatches } from '../../components/ui/no-matches.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { CatalogueTable } from './catalogue-table.tsx';
import { type CatalogueFilters, catalogueFilters, familiesOf, matching } from './schema-address.ts';

const noFilters: CatalogueFilters = { q: null, family: null };
const noRows: readonly SchemaCatalogueRow[] = [];

export function SchemasPage(): ReactNode {
  const t = useTranslations('schemas');
  const hub = useHub();
  const [filters, setFilters] = useQueryStates(catalogueFilters, { history: 'push' });
  const query = useQuery(hub.schemas.list.queryOptions());
  const all = query.data?.items ?? noRows;
  const rows = useMemo(() => matching(all, filters), [all, filters]);
  return (
    <>
      <PageHeading title={t('title')} detail={query.data === undefined ? null : t('shown', { count: rows.length })} />
      <search aria-label={t('filter')} className="mb-3 flex flex-wrap items-start gap-2">
        <CommittedInput
          label={t('search')}
          className="w-full sm:w-72"
          value={filters.q}
          onCommit={(q) => void setFilters({ q })}
        />
        <select
          aria-label={t('column.family')}
          className={classNames(fieldLook, 'w-auto')}
          value={filters.family ?? ''}
          onChange={(event) => void setFilters({ family: event.target.value === '' ? null : event.target.value })}
        >
          <option value="">{t('anyFamily')}</option>
          {familiesOf(all).map((family) => (
            <option key={family} value={family}>
              {family}
            </option>
          ))}
        </select>
      </search>
      <ListPanel
        query={query}
        count={rows.length}
        empty={
          all.length === 0 ? (
            <EmptyState icon={FileJson2} title={t('nothingYet')} text={t('nothingYetText')} />
          ) : (
            <NoMatches
              title={t('nothingMatches')}
              text={t('nothingMatchesText')}
              clear={t('clear')}
              onClear={() => void setFilters(noFilters)}
            />
          )
        }
      >
        <CatalogueTable rows={rows} />
      </ListPanel>
    </>
  );
}
