'use client';

import type { Cohort } from '@activity-hub/contracts/access/cohort';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { CheckboxField } from '../../components/ui/form-field.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';

/** A tick gives a mentor the sight of these members, taking it away ends it. */
export function CohortMentors({ cohort }: { readonly cohort: Cohort }): ReactNode {
  const t = useTranslations('cohorts.mentor');
  const hub = useHub();
  const queryClient = useQueryClient();
  const people = useQuery(hub.people.list.queryOptions());
  const set = useMutation(
    hub.cohorts.setMentors.mutationOptions({
      onSuccess: async () => {
        toast.success(t('saved'));
        await queryClient.invalidateQueries({ queryKey: hub.cohorts.pathKey() });
        await queryClient.invalidateQueries({ queryKey: hub.people.pathKey() });
      },
    }),
  );
  const chosen = cohort.mentors.map(({ person_id: id }) => id);
  const mentors = (people.data?.items ?? []).filter(({ role }) => role === 'mentor');
  const toggle = (personId: string, on: boolean): void =>
    set.mutate({
      cohort_id: cohort.cohort_id,
      person_ids: on ? [...chosen, personId] : chosen.filter((id) => id !== personId),
    });
  return (
    <Card aria-labelledby="cohort-mentors">
      <CardHeading title={<span id="cohort-mentors">{t('title')}</span>} detail={t('detail')} />
      {people.isPending ? (
        <Skeleton className="h-16" />
      ) : mentors.length === 0 ? (
        <p className="text-ink-soft">
          {t.rich('nobody', {
            at: (chunks) => (
              <Link
                href="/people"
                prefetch={false}
                className="font-medium text-accent-strong underline underline-offset-4"
              >
                {chunks}
              </Link>
            ),
          })}
        </p>
      ) : (
        <div className="grid gap-1">
          {mentors.map((mentor) => (
            <CheckboxField
              key={mentor.person_id}
              label={mentor.name}
              hint={mentor.email}
              checked={chosen.includes(mentor.person_id)}
              disabled={set.isPending}
              onChange={(event) => toggle(mentor.person_id, event.target.checked)}
            />
          ))}
        </div>
      )}
      <FormProblem error={set.error ?? people.error} />
    </Card>
  );
}
