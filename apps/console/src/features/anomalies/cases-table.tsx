'use client';

import type { AnomalyCase } from '@activity-hub/contracts/activity/anomaly-case';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import type { MouseEvent, ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import { ShortId } from '../../components/short-id.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { SeverityBadge, StatusBadge, useEvidenceSummary, useKindName } from './case-labels.tsx';

interface CasesTableProps {
  readonly cases: readonly AnomalyCase[];
  readonly peeked: string | null;
  readonly hrefOf: (caseId: string) => string;
  readonly onPeek: (caseId: string) => void;
}

export function CasesTable({ cases, peeked, hrefOf, onPeek }: CasesTableProps): ReactNode {
  const t = useTranslations('anomalies');
  const head = 'sticky top-12 z-10 h-9 border-b bg-surface px-3 font-medium text-ink-faint text-xs';
  return (
    <table aria-label={t('title')} className="w-full table-fixed border-separate border-spacing-0">
      <thead>
        <tr className="text-left">
          <th scope="col" className={classNames(head, 'w-36')}>
            {t('column.severity')}
          </th>
          <th scope="col" className={head}>
            {t('column.what')}
          </th>
          <th scope="col" className={classNames(head, 'w-28 @max-xl:hidden')}>
            {t('column.user')}
          </th>
          <th scope="col" className={classNames(head, 'w-48 @max-4xl:hidden')}>
            {t('column.first')}
          </th>
          <th scope="col" className={classNames(head, 'w-48 @max-2xl:hidden')}>
            {t('column.last')}
          </th>
          <th scope="col" className={classNames(head, 'w-24 text-right @max-3xl:hidden')}>
            {t('column.findings')}
          </th>
          <th scope="col" className={classNames(head, 'w-36 @max-lg:hidden')}>
            {t('column.status')}
          </th>
        </tr>
      </thead>
      <tbody>
        {cases.map((anomaly) => (
          <CaseRow
            key={anomaly.case_id}
            anomaly={anomaly}
            peeked={anomaly.case_id === peeked}
            href={hrefOf(anomaly.case_id)}
            onPeek={onPeek}
          />
        ))}
      </tbody>
    </table>
  );
}

function CaseRow({
  anomaly,
  peeked,
  href,
  onPeek,
}: {
  readonly anomaly: AnomalyCase;
  readonly peeked: boolean;
  readonly href: string;
  readonly onPeek: (caseId: string) => void;
}): ReactNode {
  const format = useFormatter();
  const kindName = useKindName();
  const summary = useEvidenceSummary();
  const open = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onPeek(anomaly.case_id);
  };
  const cell = 'border-b px-3 py-2 align-middle group-last:border-b-0';
  return (
    <tr
      aria-current={peeked ? 'true' : undefined}
      className={classNames('group relative hover:bg-hover', peeked && 'bg-accent-soft hover:bg-accent-soft')}
    >
      <td className={cell}>
        <SeverityBadge severity={anomaly.severity} />
      </td>
      <td className={cell}>
        <a
          href={href}
          data-row={anomaly.case_id}
          onClick={open}
          title={anomaly.kind}
          className="block truncate font-medium outline-offset-[-2px] first-letter:uppercase after:absolute after:inset-0"
        >
          {kindName(anomaly.kind)}
        </a>
        <span className="block truncate text-ink-soft text-xs">{summary(anomaly.evidence)}</span>
      </td>
      <td className={classNames(cell, '@max-xl:hidden')}>
        {anomaly.user_id === null ? null : (
          <Link
            href={`/users/${anomaly.user_id}`}
            prefetch={false}
            className="relative z-[1] rounded underline-offset-4 hover:text-accent-strong hover:underline"
          >
            <ShortId id={anomaly.user_id} />
          </Link>
        )}
      </td>
      <td className={classNames(cell, 'tabular text-ink-soft @max-4xl:hidden')}>
        <Instant at={anomaly.first_seen_at} />
      </td>
      <td className={classNames(cell, 'tabular text-ink-soft @max-2xl:hidden')}>
        <Instant at={anomaly.last_seen_at} />
      </td>
      <td className={classNames(cell, 'tabular text-right @max-3xl:hidden')}>{format.number(anomaly.findings)}</td>
      <td className={classNames(cell, '@max-lg:hidden')}>
        <StatusBadge status={anomaly.status} />
      </td>
    </tr>
  );
}
