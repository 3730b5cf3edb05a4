import { dayIn } from '@activity-hub/contracts/calendar';
import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { personOfRequest } from '../../../../features/session/session-of-request.ts';
import { calendarStart, chartStart, shownPeriods } from '../../../../features/user/score-windows.ts';
import { shownUntil } from '../../../../features/user/shown-until.ts';
import { timelineDays } from '../../../../features/user/timeline-days.ts';
import { UserPage } from '../../../../features/user/user-page.tsx';
import { viewersInput } from '../../../../features/user/viewers-input.ts';
import { worksPerPage } from '../../../../features/user/works-per-page.ts';
import { hub, serverQueryClient, settled } from '../../../../trpc/hub-client.ts';

interface PageProps {
  readonly params: Promise<{ readonly userId: string }>;
  readonly searchParams: Promise<SearchParams>;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const [{ userId }, t] = await Promise.all([params, getTranslations('user')]);
  return { title: t('heading', { id: userId.slice(0, 8) }) };
}

export default async function User({ params, searchParams }: PageProps): Promise<ReactNode> {
  const [{ userId }, parameters] = await Promise.all([params, searchParams]);
  if (!uuid.test(userId)) notFound();
  const person = userId.toLowerCase();
  const viewer = await personOfRequest();
  const queryClient = serverQueryClient();
  // The zone and the last activity decide which days the page shows, so the summary comes first.
  const summary = await queryClient
    .fetchQuery(hub().users.summary.queryOptions({ user_id: person }))
    .catch(() => undefined);
  const zone = summary?.time_zone ?? 'UTC';
  const today = dayIn(zone, Date.now());
  const { until: inAddress, period: wanted, peek } = parameters;
  const until = shownUntil(
    typeof inAddress === 'string' ? inAddress : null,
    summary?.last_event_at ?? null,
    zone,
    today,
  );
  const period = shownPeriods.find((name) => name === wanted) ?? 'daily';
  const score = (span: typeof period, from: string): Promise<void> =>
    queryClient.prefetchQuery(hub().users.score.queryOptions({ user_id: person, period: span, from, to: until }));
  if (summary !== undefined) {
    await settled([
      queryClient.prefetchQuery(hub().events.types.queryOptions()),
      score(period, chartStart(period, until)),
      score('daily', calendarStart(until)),
      queryClient.prefetchInfiniteQuery(
        hub().users.timeline.infiniteQueryOptions(
          { user_id: person, days: timelineDays },
          { getNextPageParam: (page) => page.next_cursor },
        ),
      ),
      queryClient.prefetchInfiniteQuery(
        hub().users.works.infiniteQueryOptions(
          { user_id: person, limit: worksPerPage },
          { getNextPageParam: (page) => page.next_cursor },
        ),
      ),
      ...(viewer?.role === 'admin'
        ? [
            queryClient.prefetchInfiniteQuery(
              hub().audit.views.infiniteQueryOptions(viewersInput(person), {
                getNextPageParam: (page) => page.next_cursor,
              }),
            ),
          ]
        : []),
      ...(typeof peek === 'string'
        ? [queryClient.prefetchQuery(hub().events.get.queryOptions({ event_id: peek }))]
        : []),
    ]);
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <UserPage userId={person} today={today} />
    </HydrationBoundary>
  );
}
