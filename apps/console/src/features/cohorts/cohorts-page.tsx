'use client';

import type { Cohort } from '@activity-hub/contracts/access/cohort';
import { useQuery } from '@tanstack/react-query';
import { Plus, UsersRound } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { ListPanel } from '../../components/list-panel.tsx';
import { Button } from '../../components/ui/button.tsx';
import { Cell, DataRow, DataTable, HeadCell } from '../../components/ui/data-table.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { usePerson } from '../session/person-provider.tsx';
import { CohortNameDialog } from './cohort-name-dialog.tsx';

/** All cohorts for an admin; a mentor sees the own ones. */
export function CohortsPage(): ReactNode {
  const t = useTranslations('cohorts');
  const hub = useHub();
  const router = useRouter();
  const { role } = usePerson();
  const [making, setMaking] = useState(false);
  const query = useQuery(hub.cohorts.list.queryOptions());
  const cohorts = query.data?.items ?? [];
  return (
    <>
      <PageHeading title={t('title')} detail={query.data === undefined ? null : t('shown', { count: cohorts.length })}>
        {role === 'admin' ? (
          <Button tone="primary" onClick={() => setMaking(true)}>
            <Plus aria-hidden size={15} />
            {t('make')}
          </Button>
        ) : null}
      </PageHeading>
      <ListPanel
        query={query}
        count={cohorts.length}
        skeletonRows={4}
        empty={<EmptyState icon={UsersRound} title={t('nothingYet')} text={t(`nothingYetText.${role}`)} />}
      >
        <CohortsTable cohorts={cohorts} />
      </ListPanel>
      <CohortNameDialog
        open={making}
        onOpenChange={setMaking}
        onSaved={({ cohort_id: id }) => router.push(`/cohorts/${id}`)}
      />
    </>
  );
}

function CohortsTable({ cohorts }: { readonly cohorts: readonly Cohort[] }): ReactNode {
  const t = useTranslations('cohorts');
  const format = useFormatter();
  return (
    <DataTable aria-label={t('title')}>
      <thead>
        <tr>
          <HeadCell>{t('column.name')}</HeadCell>
          <HeadCell className="@max-md:hidden">{t('column.mentors')}</HeadCell>
          <HeadCell className="text-right">{t('column.members')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {cohorts.map((cohort) => (
          <DataRow key={cohort.cohort_id}>
            <Cell>
              <Link
                href={`/cohorts/${cohort.cohort_id}`}
                prefetch={false}
                className="font-medium outline-offset-[-2px] [overflow-wrap:anywhere] after:absolute after:inset-0"
              >
                {cohort.name}
              </Link>
            </Cell>
            <Cell className="text-ink-soft @max-md:hidden">
              {cohort.mentors.length === 0 ? t('noMentors') : cohort.mentors.map(({ name }) => name).join(', ')}
            </Cell>
            <Cell className="tabular text-right">{format.number(cohort.members)}</Cell>
          </DataRow>
        ))}
      </tbody>
    </DataTable>
  );
}
