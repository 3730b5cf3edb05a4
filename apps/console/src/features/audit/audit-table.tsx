'use client';

import type { AuditEntry } from '@activity-hub/contracts/access/audit';
import { useTranslations } from 'next-intl';
import type { MouseEvent, ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import { Cell, DataRow, DataTable, HeadCell } from '../../components/ui/data-table.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useActionName } from './action-name.ts';
import { ActorName } from './actor-name.tsx';

export function AuditTable({
  entries,
  peeked,
  hrefOf,
  onPeek,
}: {
  readonly entries: readonly AuditEntry[];
  readonly peeked: string | null;
  readonly hrefOf: (auditId: string) => string;
  readonly onPeek: (auditId: string) => void;
}): ReactNode {
  const t = useTranslations('audit');
  return (
    <DataTable aria-label={t('title')}>
      <thead>
        <tr>
          <HeadCell>{t('column.what')}</HeadCell>
          <HeadCell>{t('column.who')}</HeadCell>
          <HeadCell className="@max-3xl:hidden">{t('column.subject')}</HeadCell>
          <HeadCell className="@max-lg:hidden">{t('column.when')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <AuditRow
            key={entry.audit_id}
            entry={entry}
            peeked={entry.audit_id === peeked}
            href={hrefOf(entry.audit_id)}
            onPeek={onPeek}
          />
        ))}
      </tbody>
    </DataTable>
  );
}

function AuditRow({
  entry,
  peeked,
  href,
  onPeek,
}: {
  readonly entry: AuditEntry;
  readonly peeked: boolean;
  readonly href: string;
  readonly onPeek: (auditId: string) => void;
}): ReactNode {
  const actionName = useActionName();
  const open = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onPeek(entry.audit_id);
  };
  return (
    <DataRow
      aria-current={peeked ? 'true' : undefined}
      className={classNames(peeked && 'bg-accent-soft hover:bg-accent-soft')}
    >
      <Cell>
        <a
          href={href}
          data-row={entry.audit_id}
          onClick={open}
          title={entry.action}
          className="block font-medium outline-offset-[-2px] [overflow-wrap:anywhere] after:absolute after:inset-0"
        >
          {actionName(entry.action)}
        </a>
      </Cell>
      <Cell className="text-ink-soft">
        <ActorName actor={entry.actor} />
      </Cell>
      <Cell className="font-mono text-ink-soft text-xs [overflow-wrap:anywhere] @max-3xl:hidden">{entry.subject}</Cell>
      <Cell className="tabular text-ink-soft @max-lg:hidden">
        <Instant at={entry.at} />
      </Cell>
    </DataRow>
  );
}
