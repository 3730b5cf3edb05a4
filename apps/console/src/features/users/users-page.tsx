'use client';

import type { UserList } from '@activity-hub/contracts/activity/user-activity';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { SearchX, Users } from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import type { ReactNode } from 'react';
import { FreshnessNote } from '../../components/freshness-note.tsx';
import { Button } from '../../components/ui/button.tsx';
import { CommittedInput } from '../../components/ui/committed-input.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { RowsSkeleton } from '../../components/ui/skeleton.tsx';
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
      <div className="overflow-clip rounded-xl border bg-surface shadow-card" aria-busy={query.isFetching}>
        {query.isPending ? (
          <RowsSkeleton />
        ) : query.isError ? (
          <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
        ) : items.length > 0 ? (
          <UsersTable items={items} />
        ) : prefix === null ? (
          <EmptyState icon={Users} title={t('nothingYet')} text={t('nothingYetText')}>
            <Link
              href="/events"
              prefetch={false}
              className="font-medium text-accent-strong underline underline-offset-4"
            >
              {t('toEvents')}
            </Link>
          </EmptyState>
        ) : (
          <EmptyState icon={SearchX} title={t('nothingMatches')} text={t('nothingMatchesText')}>
            <Button tone="primary" onClick={() => void setPrefix(null)}>
              {t('clear')}
            </Button>
          </EmptyState>
        )}
      </div>
    </>
  );
}

function UsersTable({ items }: { readonly items: UserList['items'] }): ReactNode {
  const t = useTranslations('users');
  const format = useFormatter();
  const head = 'sticky top-12 z-10 h-9 border-b bg-surface px-3 font-medium text-ink-faint text-xs';
  return (
    <table aria-label={t('title')} className="w-full border-separate border-spacing-0">
      <thead>
        <tr className="text-left">
          <th scope="col" className={head}>
            {t('user')}
          </th>
          <th scope="col" className={head}>
            {t('last')}
          </th>
          <th scope="col" className={`${head} text-right`}>
            {t('events')}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((user) => (
          <tr key={user.user_id} className="group relative hover:bg-hover">
            <td className="h-10 border-b px-3 group-last:border-b-0">
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
            </td>
            <td className="border-b px-3 text-ink-soft group-last:border-b-0">
              <Instant at={user.last_event_at} className="tabular" />
            </td>
            <td className="tabular border-b px-3 text-right group-last:border-b-0">{format.number(user.events)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
