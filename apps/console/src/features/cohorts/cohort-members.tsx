'use client';

import type { Cohort } from '@activity-hub/contracts/access/cohort';
import type { Participant } from '@activity-hub/contracts/access/participant';
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { UserMinus, UsersRound } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import type { ReactNode } from 'react';
import { ListPanel } from '../../components/list-panel.tsx';
import { IconButton } from '../../components/ui/button.tsx';
import { CommittedInput } from '../../components/ui/committed-input.tsx';
import { Cell, DataRow, DataTable, HeadCell } from '../../components/ui/data-table.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { MaskedMark } from '../../components/ui/masked-mark.tsx';
import { NoMatches } from '../../components/ui/no-matches.tsx';
import { usePages } from '../../components/use-pages.ts';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { usePerson } from '../session/person-provider.tsx';
import { memberSearchOf } from './member-search.ts';

export function CohortMembers({ cohort }: { readonly cohort: Cohort }): ReactNode {
  const t = useTranslations('cohorts');
  const hub = useHub();
  const [search, setSearch] = useQueryState('q', parseAsString.withOptions({ history: 'push' }));
  const query = useInfiniteQuery(
    hub.participants.list.infiniteQueryOptions(memberSearchOf(cohort.cohort_id, search), {
      getNextPageParam: (page) => page.next_cursor,
      placeholderData: keepPreviousData,
    }),
  );
  const { rows: members } = usePages(query);
  return (
    <div className="min-w-0">
      <search aria-label={t('search')} className="mb-3 flex">
        <CommittedInput
          label={t('search')}
          className="w-full sm:w-80"
          value={search}
          onCommit={(value) => void setSearch(value)}
        />
      </search>
      <ListPanel
        query={query}
        count={members.length}
        skeletonRows={6}
        empty={
          search === null ? (
            <EmptyState icon={UsersRound} title={t('noMembers')} text={t('noMembersText')} />
          ) : (
            <NoMatches
              title={t('nothingMatches')}
              text={t('nothingMatchesText')}
              clear={t('clear')}
              onClear={() => void setSearch(null)}
            />
          )
        }
      >
        <MembersTable cohort={cohort} members={members} />
      </ListPanel>
    </div>
  );
}

function MembersTable({
  cohort,
  members,
}: {
  readonly cohort: Cohort;
  readonly members: readonly Participant[];
}): ReactNode {
  const t = useTranslations('cohorts');
  const hub = useHub();
  const { role } = usePerson();
  const queryClient = useQueryClient();
  const remove = useMutation(
    hub.cohorts.removeMembers.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: hub.cohorts.pathKey() });
        await queryClient.invalidateQueries({ queryKey: hub.participants.pathKey() });
      },
    }),
  );
  return (
    <DataTable aria-label={t('column.members')}>
      <thead>
        <tr>
          <HeadCell>{t('column.participant')}</HeadCell>
          <HeadCell className="@max-xl:hidden">{t('column.email')}</HeadCell>
          <HeadCell className="@max-lg:hidden">{t('column.zone')}</HeadCell>
          {role === 'admin' ? (
            <HeadCell className="w-12">
              <span className="sr-only">{t('column.actions')}</span>
            </HeadCell>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <DataRow key={member.user_id}>
            <Cell>
              <Link
                href={`/users/${member.user_id}`}
                prefetch={false}
                className="block font-medium outline-offset-[-2px] [overflow-wrap:anywhere] after:absolute after:inset-0"
              >
                {member.display_name ?? member.user_id.slice(0, 8)}
              </Link>
              <code className="font-mono text-ink-faint text-xs">{member.user_id.slice(0, 8)}</code>
            </Cell>
            <Cell className="text-ink-soft [overflow-wrap:anywhere] @max-xl:hidden">
              {role === 'mentor' ? <MaskedMark /> : member.email}
            </Cell>
            <Cell className="text-ink-soft @max-lg:hidden">{member.time_zone}</Cell>
            {role === 'admin' ? (
              <Cell>
                <IconButton
                  label={t('removeMember', { name: member.display_name ?? member.user_id.slice(0, 8) })}
                  className="relative z-[1]"
                  disabled={remove.isPending}
                  onClick={() => remove.mutate({ cohort_id: cohort.cohort_id, user_ids: [member.user_id] })}
                >
                  <UserMinus aria-hidden size={15} />
                </IconButton>
              </Cell>
            ) : null}
          </DataRow>
        ))}
      </tbody>
    </DataTable>
  );
}
