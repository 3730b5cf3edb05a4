'use client';

import type { ApiKey } from '@activity-hub/contracts/access/api-key';
import { useTranslations } from 'next-intl';
import type { MouseEvent, ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import { Cell, DataRow, DataTable, HeadCell } from '../../components/ui/data-table.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { KeyStateBadge } from './key-state-badge.tsx';
import { KeyUsage } from './key-usage.tsx';

interface KeysTableProps {
  readonly keys: readonly ApiKey[];
  readonly peeked: string | null;
  readonly hrefOf: (keyId: string) => string;
  readonly onPeek: (keyId: string) => void;
}

export function KeysTable({ keys, peeked, hrefOf, onPeek }: KeysTableProps): ReactNode {
  const t = useTranslations('keys');
  return (
    <DataTable aria-label={t('title')}>
      <thead>
        <tr>
          <HeadCell>{t('column.name')}</HeadCell>
          <HeadCell className="@max-xl:hidden">{t('column.source')}</HeadCell>
          <HeadCell className="@max-3xl:hidden">{t('column.permissions')}</HeadCell>
          <HeadCell className="@max-3xl:hidden">{t('today')}</HeadCell>
          <HeadCell className="@max-2xl:hidden">{t('column.lastUsed')}</HeadCell>
          <HeadCell className="@max-4xl:hidden">{t('column.expires')}</HeadCell>
          <HeadCell>{t('column.state')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {keys.map((apiKey) => (
          <KeyRow
            key={apiKey.key_id}
            apiKey={apiKey}
            peeked={apiKey.key_id === peeked}
            href={hrefOf(apiKey.key_id)}
            onPeek={onPeek}
          />
        ))}
      </tbody>
    </DataTable>
  );
}

function KeyRow({
  apiKey,
  peeked,
  href,
  onPeek,
}: {
  readonly apiKey: ApiKey;
  readonly peeked: boolean;
  readonly href: string;
  readonly onPeek: (keyId: string) => void;
}): ReactNode {
  const t = useTranslations('keys');
  const open = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onPeek(apiKey.key_id);
  };
  return (
    <DataRow
      aria-current={peeked ? 'true' : undefined}
      className={classNames(peeked && 'bg-accent-soft hover:bg-accent-soft')}
    >
      <Cell>
        <a
          href={href}
          data-row={apiKey.key_id}
          onClick={open}
          className="block font-medium outline-offset-[-2px] [overflow-wrap:anywhere] after:absolute after:inset-0"
        >
          {apiKey.name}
        </a>
        <code className="font-mono text-ink-faint text-xs">{`${apiKey.prefix}…`}</code>
      </Cell>
      <Cell className="text-ink-soft @max-xl:hidden">{apiKey.source ?? t('anySource')}</Cell>
      <Cell className="text-ink-soft @max-3xl:hidden">
        {apiKey.permissions.map((permission) => t(`permission.${permission}`)).join(', ')}
      </Cell>
      <Cell className="text-ink-soft @max-3xl:hidden">
        <KeyUsage apiKey={apiKey} />
      </Cell>
      <Cell className="tabular text-ink-soft @max-2xl:hidden">
        {apiKey.last_used_at === null ? t('never') : <Instant at={apiKey.last_used_at} />}
      </Cell>
      <Cell className="tabular text-ink-soft @max-4xl:hidden">
        {apiKey.expires_at === null ? t('neverExpires') : <Instant at={apiKey.expires_at} form="date" />}
      </Cell>
      <Cell>
        <KeyStateBadge state={apiKey.state} />
      </Cell>
    </DataRow>
  );
}
