'use client';

import type { Cohort } from '@activity-hub/contracts/access/cohort';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Trash2, UsersRound } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm-dialog.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { RowsSkeleton } from '../../components/ui/skeleton.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { usePerson } from '../session/person-provider.tsx';
import { CohortMembers } from './cohort-members.tsx';
import { CohortMentors } from './cohort-mentors.tsx';
import { CohortNameDialog } from './cohort-name-dialog.tsx';
import { MemberImport } from './member-import.tsx';

export function CohortPage({ cohortId }: { readonly cohortId: string }): ReactNode {
  const t = useTranslations('cohorts');
  const hub = useHub();
  const { role } = usePerson();
  const query = useQuery(hub.cohorts.list.queryOptions());
  if (query.isPending) return <RowsSkeleton rows={6} />;
  if (query.isError) {
    return <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />;
  }
  const cohort = query.data.items.find(({ cohort_id: id }) => id === cohortId);
  if (cohort === undefined) {
    return (
      <EmptyState icon={UsersRound} title={t('gone')} text={t('goneText')}>
        <Link href="/cohorts" prefetch={false} className="font-medium text-accent-strong underline underline-offset-4">
          {t('toList')}
        </Link>
      </EmptyState>
    );
  }
  return (
    <>
      <PageHeading title={cohort.name} detail={t('members', { count: cohort.members })}>
        {role === 'admin' ? <CohortActions cohort={cohort} /> : null}
      </PageHeading>
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <CohortMembers cohort={cohort} />
        {role === 'admin' ? (
          <div className="grid gap-4">
            <CohortMentors cohort={cohort} />
            <MemberImport cohortId={cohort.cohort_id} />
          </div>
        ) : null}
      </div>
    </>
  );
}

function CohortActions({ cohort }: { readonly cohort: Cohort }): ReactNode {
  const t = useTranslations('cohorts');
  const hub = useHub();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<'rename' | 'remove'>();
  const remove = useMutation(
    hub.cohorts.remove.mutationOptions({
      onSuccess: () => {
        router.push('/cohorts');
        void queryClient.invalidateQueries({ queryKey: hub.cohorts.pathKey() });
      },
    }),
  );
  return (
    <>
      <Button onClick={() => setAsked('rename')}>
        <Pencil aria-hidden size={15} />
        {t('rename')}
      </Button>
      <Button onClick={() => setAsked('remove')}>
        <Trash2 aria-hidden size={15} />
        {t('remove.open')}
      </Button>
      <CohortNameDialog
        cohort={cohort}
        open={asked === 'rename'}
        onOpenChange={() => setAsked(undefined)}
        onSaved={() => setAsked(undefined)}
      />
      <ConfirmDialog
        open={asked === 'remove'}
        onOpenChange={() => setAsked(undefined)}
        title={t('remove.title', { name: cohort.name })}
        text={t('remove.text')}
        action={t('remove.action')}
        typed={cohort.name}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ cohort_id: cohort.cohort_id })}
      />
    </>
  );
}
