'use client';

import type { AuditEntry } from '@activity-hub/contracts/access/audit';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type PeekRows, PeekTable } from '../../components/peek-table.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useActionName } from './action-name.ts';
import { ActorName } from './actor-name.tsx';

export function AuditTable(entries: PeekRows<AuditEntry>): ReactNode {
  const t = useTranslations('audit');
  const actionName = useActionName();
  return (
    <PeekTable
      {...entries}
      label={t('title')}
      columns={[
        { name: t('column.what'), cell: ({ action }, link) => link(actionName(action), { title: action }) },
        { name: t('column.who'), className: 'text-ink-soft', cell: ({ actor }) => <ActorName actor={actor} /> },
        {
          name: t('column.subject'),
          from: '3xl',
          className: 'font-mono text-ink-soft text-xs [overflow-wrap:anywhere]',
          cell: ({ subject }) => subject,
        },
        {
          name: t('column.when'),
          from: 'lg',
          className: 'tabular text-ink-soft',
          cell: ({ at }) => <Instant at={at} />,
        },
      ]}
    />
  );
}
