'use client';

import type { AnomalyCase } from '@activity-hub/contracts/activity/anomaly-case';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type PeekRows, PeekTable } from '../../components/peek-table.tsx';
import { ShortId } from '../../components/short-id.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { SeverityBadge, StatusBadge, useEvidenceSummary, useKindName } from './case-labels.tsx';

export function CasesTable(cases: PeekRows<AnomalyCase>): ReactNode {
  const t = useTranslations('anomalies');
  const format = useFormatter();
  const kindName = useKindName();
  const summary = useEvidenceSummary();
  return (
    <PeekTable
      {...cases}
      label={t('title')}
      className="table-fixed"
      columns={[
        {
          name: t('column.severity'),
          width: 'w-36',
          cell: ({ severity }) => <SeverityBadge severity={severity} />,
        },
        {
          name: t('column.what'),
          cell: ({ kind, evidence }, link) => (
            <>
              {link(kindName(kind), { title: kind, className: 'truncate first-letter:uppercase' })}
              <span className="block truncate text-ink-soft text-xs">{summary(evidence)}</span>
            </>
          ),
        },
        {
          name: t('column.user'),
          from: 'xl',
          width: 'w-28',
          cell: ({ user_id: userId }) => (userId === null ? null : <UserLink userId={userId} />),
        },
        {
          name: t('column.first'),
          from: '4xl',
          width: 'w-48',
          className: 'tabular text-ink-soft',
          cell: ({ first_seen_at: at }) => <Instant at={at} />,
        },
        {
          name: t('column.last'),
          from: '2xl',
          width: 'w-48',
          className: 'tabular text-ink-soft',
          cell: ({ last_seen_at: at }) => <Instant at={at} />,
        },
        {
          name: t('column.findings'),
          from: '3xl',
          align: 'right',
          width: 'w-24',
          className: 'tabular',
          cell: ({ findings }) => format.number(findings),
        },
        {
          name: t('column.status'),
          from: 'lg',
          width: 'w-36',
          cell: ({ status }) => <StatusBadge status={status} />,
        },
      ]}
    />
  );
}

function UserLink({ userId }: { readonly userId: string }): ReactNode {
  return (
    <Link
      href={`/users/${userId}`}
      prefetch={false}
      className="relative z-[1] rounded underline-offset-4 hover:text-accent-strong hover:underline"
    >
      <ShortId id={userId} />
    </Link>
  );
}
