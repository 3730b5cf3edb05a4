'use client';

import type { ApiKey } from '@activity-hub/contracts/access/api-key';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type PeekRows, PeekTable } from '../../components/peek-table.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { KeyStateBadge } from './key-state-badge.tsx';
import { KeyUsage } from './key-usage.tsx';

export function KeysTable(keys: PeekRows<ApiKey>): ReactNode {
  const t = useTranslations('keys');
  return (
    <PeekTable
      {...keys}
      label={t('title')}
      columns={[
        {
          name: t('column.name'),
          cell: ({ name, prefix }, link) => (
            <>
              {link(name)}
              <code className="font-mono text-ink-faint text-xs">{`${prefix}…`}</code>
            </>
          ),
        },
        {
          name: t('column.source'),
          from: 'xl',
          className: 'text-ink-soft',
          cell: ({ source }) => source ?? t('anySource'),
        },
        {
          name: t('column.permissions'),
          from: '3xl',
          className: 'text-ink-soft',
          cell: ({ permissions }) => permissions.map((permission) => t(`permission.${permission}`)).join(', '),
        },
        {
          name: t('today'),
          from: '3xl',
          className: 'text-ink-soft',
          cell: (apiKey) => <KeyUsage apiKey={apiKey} />,
        },
        {
          name: t('column.lastUsed'),
          from: '2xl',
          className: 'tabular text-ink-soft',
          cell: ({ last_used_at: at }) => (at === null ? t('never') : <Instant at={at} />),
        },
        {
          name: t('column.expires'),
          from: '4xl',
          className: 'tabular text-ink-soft',
          cell: ({ expires_at: at }) => (at === null ? t('neverExpires') : <Instant at={at} form="date" />),
        },
        { name: t('column.state'), cell: ({ state }) => <KeyStateBadge state={state} /> },
      ]}
    />
  );
}
