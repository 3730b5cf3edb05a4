'use client';

import type { RefusedGroup } from '@activity-hub/contracts/activity/refused-search';
import { useFormatter, useTranslations } from 'next-intl';
import type { MouseEvent, ReactNode } from 'react';
import { Cell, DataRow, DataTable, HeadCell } from '../../components/ui/data-table.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useReasonName } from './reason-name.ts';

/** More names make a row too tall; the rest is on hover and in the group itself. */
const listedSources = 2;

/** Largest first: the bar tells how much of the work a reason is. */
export function RefusedGroupsTable({
  groups,
  hrefOf,
  onOpen,
}: {
  readonly groups: readonly RefusedGroup[];
  readonly hrefOf: (groupId: string) => string;
  readonly onOpen: (groupId: string) => void;
}): ReactNode {
  const t = useTranslations('refused.column');
  const largest = Math.max(1, ...groups.map(({ count }) => count));
  return (
    <DataTable aria-label={t('reason')}>
      <thead>
        <tr>
          <HeadCell>{t('reason')}</HeadCell>
          <HeadCell className="@max-3xl:hidden">{t('type')}</HeadCell>
          <HeadCell className="@max-4xl:hidden">{t('sources')}</HeadCell>
          <HeadCell className="text-right">{t('count')}</HeadCell>
          <HeadCell className="@max-5xl:hidden">{t('firstSeen')}</HeadCell>
          <HeadCell className="@max-xl:hidden">{t('lastSeen')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <GroupRow
            key={group.group_id}
            group={group}
            share={group.count / largest}
            href={hrefOf(group.group_id)}
            onOpen={onOpen}
          />
        ))}
      </tbody>
    </DataTable>
  );
}

function GroupRow({
  group,
  share,
  href,
  onOpen,
}: {
  readonly group: RefusedGroup;
  readonly share: number;
  readonly href: string;
  readonly onOpen: (groupId: string) => void;
}): ReactNode {
  const t = useTranslations('refused');
  const format = useFormatter();
  const reasonName = useReasonName();
  const open = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onOpen(group.group_id);
  };
  return (
    <DataRow>
      <Cell>
        <a
          href={href}
          data-row={group.group_id}
          onClick={open}
          title={group.code}
          className="block font-medium outline-offset-[-2px] [overflow-wrap:anywhere] after:absolute after:inset-0"
        >
          {reasonName(group.code)}
          {group.pointer === '' ? null : (
            <code className="ml-2 font-mono font-normal text-ink-soft text-xs">{group.pointer}</code>
          )}
        </a>
        <span className="line-clamp-2 text-ink-faint text-xs [overflow-wrap:anywhere]">{group.detail}</span>
      </Cell>
      <Cell className="min-w-48 font-mono text-ink-soft text-xs [overflow-wrap:anywhere] @max-3xl:hidden">
        {group.event_type ?? <span className="font-sans">{t('unknownType')}</span>}
      </Cell>
      <Cell className="text-ink-soft @max-4xl:hidden" title={group.sources.join(', ')}>
        {group.sources.slice(0, listedSources).join(', ')}
        {group.sources.length > listedSources ? (
          <span className="ml-1 text-ink-faint">{`+${group.sources.length - listedSources}`}</span>
        ) : null}
      </Cell>
      <Cell className="w-32 text-right">
        <span className="tabular">{format.number(group.count)}</span>
        <span aria-hidden className="mt-1 ml-auto block h-1.5 w-full max-w-24 overflow-hidden rounded-full bg-line">
          <span className="block h-full rounded-full bg-danger" style={{ width: `${Math.max(3, share * 100)}%` }} />
        </span>
      </Cell>
      <Cell className="tabular whitespace-nowrap text-ink-soft @max-5xl:hidden">
        <Instant at={group.first_seen_at} />
      </Cell>
      <Cell className="tabular whitespace-nowrap text-ink-soft @max-xl:hidden">
        <Instant at={group.last_seen_at} />
      </Cell>
    </DataRow>
  );
}
