'use client';

import type { SchemaCatalogueRow } from '@activity-hub/contracts/schema/event-schema';
import Link from 'next/link';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import { Badge } from '../../components/ui/badge.tsx';
import { Cell, DataRow, DataTable, HeadCell } from '../../components/ui/data-table.tsx';

export function CatalogueTable({ rows }: { readonly rows: readonly SchemaCatalogueRow[] }): ReactNode {
  const t = useTranslations('schemas');
  return (
    <DataTable aria-label={t('title')}>
      <thead>
        <tr>
          <HeadCell>{t('column.type')}</HeadCell>
          <HeadCell className="@max-md:hidden">{t('column.latest')}</HeadCell>
          <HeadCell className="@max-3xl:hidden">{t('column.compatibility')}</HeadCell>
          <HeadCell className="@max-2xl:hidden">{t('column.producers')}</HeadCell>
          <HeadCell className="text-right @max-lg:hidden">{t('column.events')}</HeadCell>
          <HeadCell className="text-right @max-lg:hidden">{t('column.invalid')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <CatalogueRow key={row.event_type} row={row} />
        ))}
      </tbody>
    </DataTable>
  );
}

function CatalogueRow({ row }: { readonly row: SchemaCatalogueRow }): ReactNode {
  const t = useTranslations('schemas');
  const locale = useLocale();
  const format = useFormatter();
  return (
    <DataRow>
      <Cell>
        <Link
          href={`/schemas/${row.event_type}`}
          prefetch={false}
          className="block font-medium outline-offset-[-2px] [overflow-wrap:anywhere] after:absolute after:inset-0"
        >
          {row.title[locale]}
          {row.status === 'deprecated' ? (
            <Badge tone="warning" className="ml-2">
              {t('status.deprecated')}
            </Badge>
          ) : null}
        </Link>
        <code className="break-all font-mono text-ink-faint text-xs">{row.event_type}</code>
      </Cell>
      <Cell className="tabular text-ink-soft @max-md:hidden">{row.latest}</Cell>
      <Cell className="text-ink-soft @max-3xl:hidden">{t(`compatibility.${row.compatibility}`)}</Cell>
      <Cell className="text-ink-soft @max-2xl:hidden">
        {row.producers.length === 0 ? t('nobody') : row.producers.join(', ')}
      </Cell>
      <Cell className="tabular text-right @max-lg:hidden">{format.number(row.events_24h)}</Cell>
      <Cell
        className={classNames(
          'tabular text-right text-ink-soft @max-lg:hidden',
          (row.invalid_percent ?? 0) > 0 && 'font-medium text-danger',
        )}
      >
        {row.invalid_percent === null
          ? t('none')
          : t('percent', { value: format.number(row.invalid_percent, { maximumFractionDigits: 1 }) })}
      </Cell>
    </DataRow>
  );
}
