'use client';

import { useQuery } from '@tanstack/react-query';
import { UserX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import type { ReactNode } from 'react';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { ParticipantTimes } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { usePerson } from '../session/person-provider.tsx';
import { ScoreCard } from './score-card.tsx';
import { shownUntil } from './shown-until.ts';
import { StreakCalendarCard } from './streak-calendar-card.tsx';
import { StreaksCard } from './streaks-card.tsx';
import { TimelineCard } from './timeline-card.tsx';
import { TopTypesCard } from './top-types-card.tsx';
import { UserHeader } from './user-header.tsx';
import { ViewersCard } from './viewers-card.tsx';
import { WorksCard } from './works-card.tsx';

/** Everything about one person, in their own zone unless another one is chosen. */
export function UserPage({ userId, today }: { readonly userId: string; readonly today: string }): ReactNode {
  const t = useTranslations('user');
  const hub = useHub();
  const { role } = usePerson();
  const [untilInAddress, setUntil] = useQueryState('until', parseAsString.withOptions({ history: 'replace' }));
  const summary = useQuery(hub.users.summary.queryOptions({ user_id: userId }));
  if (summary.isPending) return <UserSkeleton />;
  if (summary.isError) {
    return <FailedState error={summary.error} onRetry={() => void summary.refetch()} busy={summary.isFetching} />;
  }
  const person = summary.data;
  const zone = person.time_zone ?? 'UTC';
  const until = shownUntil(untilInAddress, person.last_event_at, zone, today);
  return (
    <ParticipantTimes zone={person.time_zone}>
      <UserHeader person={person} />
      {person.total_events === 0 ? (
        <EmptyState icon={UserX} title={t('nothing')} text={t('nothingText')} />
      ) : (
        // On phones all cards share one column, what matters today first.
        <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="grid min-w-0 content-start gap-4 max-md:contents">
            <ScoreCard userId={userId} zone={zone} until={until} />
            <StreakCalendarCard
              userId={userId}
              zone={zone}
              until={until}
              today={today}
              onUntil={(day) => void setUntil(day)}
            />
            <div className="min-w-0 max-md:order-2">
              <TimelineCard userId={userId} />
            </div>
          </div>
          <div className="grid content-start gap-4 max-md:contents max-xl:order-first md:max-xl:grid-cols-2">
            <div className="max-md:-order-1">
              <StreaksCard userId={userId} streaks={person.streaks} />
            </div>
            <div className="max-md:order-1">
              <TopTypesCard userId={userId} types={person.top_types} />
            </div>
            <div className="max-md:order-1">
              <WorksCard userId={userId} />
            </div>
            {role === 'admin' ? (
              <div className="max-md:order-3">
                <ViewersCard userId={userId} />
              </div>
            ) : null}
          </div>
        </div>
      )}
    </ParticipantTimes>
  );
}

function UserSkeleton(): ReactNode {
  const t = useTranslations('states');
  return (
    <div role="status" className="grid gap-4">
      <span className="sr-only">{t('loading')}</span>
      <Skeleton className="h-7 w-64" />
      <div className="grid grid-cols-3 gap-3">
        <Skeleton className="h-20" />
        <Skeleton className="h-20" />
        <Skeleton className="h-20" />
      </div>
      <Skeleton className="h-72" />
      <Skeleton className="h-44" />
    </div>
  );
}
