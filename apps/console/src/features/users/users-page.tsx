'use client';

import type { UserList } from '@activity-hub/contracts/activity/user-activity';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import type { ReactNode } from 'react';
import { FreshnessNote } from '../../components/freshness-note.tsx';
import { ListPanel } from '../../components/list-panel.tsx';
import { CommittedInput } from '../../components/ui/committed-input.tsx';
import { Cell, DataRow, DataTable, HeadCell } from '../../components/ui/data-table.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { NoMatches } from '../../components/ui/no-matches.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { userListInput } from './user-list-input.ts';

export function UsersPage(): ReactNode {
  const t = useTranslations('users');
  const hub = useHub();
  const [prefix, setPrefix] = useQueryState('q', parseAsString.withOptions({ history: 'push' }));
  const query = useQuery(hub.users.list.queryOptions(userListInput(prefix), { placeholderData: keepPreviousData }));
  const items = query.data?.items ?? [];
  return (
    <>
      <PageHeading
        title={t('title')}
        detail={
          query.data === undefined ? null : (
            <span className="flex flex-wrap items-center gap-x-3">
              <span>{t('shown', { count: items.length })}</span>
              <FreshnessNote freshness={query.data.freshness} />
            </span>
          )
        }
      />
      <search aria-label={t('search')} className="mb-3 flex gap-2">
        <CommittedInput
          label={t('search')}
          className="w-full sm:w-80"
          value={prefix}
          onCommit={(value) => void setPrefix(value)}
        />
      </search>
      <ListPanel
        query={query}
        count={items.length}
        empty={
          prefix === null ? (
            <NoUsers />
          ) : (
            <NoMatches
              title={t('nothingMatches')}
              text={t('nothingMatchesText')}
              clear={t('clear')}
              onClear={() => void setPrefix(null)}
            />
          )
        }
      >
        <UsersTable items={items} />
      </ListPanel>
    </>
  );
}

function NoUsers(): ReactNode {
  const t = useTranslations('users');
  return (
    <EmptyState icon={Users} title={t('nothingYet')} text={t('nothingYetText')}>
      <Link href="/events" prefetch={false} className="font-medium text-accent-strong underline underline-offset-4">
        {t('toEvents')}
      </Link>
    </EmptyState>
  );
}

function UsersTable({ items }: { readonly items: UserList['items'] }): ReactNode {
  const t = useTranslations('users');
  const format = useFormatter();
  return (
    <DataTable aria-label={t('title')}>
      <thead>
        <tr>
          <HeadCell>{t('user')}</HeadCell>
          <HeadCell>{t('last')}</HeadCell>
          <HeadCell className="text-right">{t('events')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {items.map((user) => (
          <DataRow key={user.user_id}>
            <Cell>
              <Link
                href={`/users/${user.user_id}`}
                prefetch={false}
                className="outline-offset-[-2px] [overflow-wrap:anywhere] after:absolute after:inset-0"
              >
                {user.display_name === null ? null : <span className="mr-2 font-medium">{user.display_name}</span>}
                <span className="font-mono text-[0.8125rem]">
                  <span className={user.display_name === null ? 'font-medium' : 'text-ink-faint'}>
                    {user.user_id.slice(0, 8)}
                  </span>
                  <span className="text-ink-faint max-md:hidden">{user.user_id.slice(8)}</span>
                </span>
              </Link>
            </Cell>
            <Cell className="text-ink-soft">
              <Instant at={user.last_event_at} className="tabular" />
            </Cell>
            <Cell className="tabular text-right">{format.number(user.events)}</Cell>
          </DataRow>
        ))}
      </tbody>
    </DataTable>
  );
}
