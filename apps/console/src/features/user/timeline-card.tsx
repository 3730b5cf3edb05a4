'use client';

import type { EventRow } from '@activity-hub/contracts/activity/event-search';
import type { UserTimeline } from '@activity-hub/contracts/activity/user-activity';
import { dayIn } from '@activity-hub/contracts/calendar';
import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import { EventTypeLabel } from '../../components/event-type-label.tsx';
import { PeekLink } from '../../components/peek-link.tsx';
import type { PeekRows } from '../../components/peek-table.tsx';
import { Button } from '../../components/ui/button.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { RowsSkeleton } from '../../components/ui/skeleton.tsx';
import { usePeekList } from '../../components/use-peek-list.ts';
import { Instant, useTimes } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { CorrectionBadge } from '../events/correction-badge.tsx';
import { EventPeek } from '../events/event-peek.tsx';
import { timelineDays } from './timeline-days.ts';

type TimelineDay = UserTimeline['days'][number];

function idOf(entry: EventRow): string {
  return entry.event_id;
}

/** The days of a person, newest first, as the log keeps them: in the zone of the events. */
export function TimelineCard({ userId }: { readonly userId: string }): ReactNode {
  const t = useTranslations('user.timeline');
  const hub = useHub();
  const query = useInfiniteQuery(
    hub.users.timeline.infiniteQueryOptions(
      { user_id: userId, days: timelineDays },
      { getNextPageParam: (page) => page.next_cursor },
    ),
  );
  const days = useMemo(() => query.data?.pages.flatMap((page) => page.days) ?? [], [query.data]);
  const rows = useMemo(() => days.flatMap(({ entries }) => entries), [days]);
  const list = usePeekList({ rows, idOf, hrefOf: (eventId) => `/users/${userId}?peek=${eventId}` });
  return (
    <Card aria-label={t('title')}>
      <CardHeading title={t('title')} detail={t('detail')}>
        <Link
          href={`/events?user=${userId}`}
          prefetch={false}
          className="rounded font-medium text-[0.8125rem] text-accent-strong underline-offset-4 hover:underline"
        >
          {t('allEvents')}
        </Link>
      </CardHeading>
      {query.isPending ? (
        <RowsSkeleton rows={6} />
      ) : query.isError && days.length === 0 ? (
        <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
      ) : (
        <div ref={list.panel} className="grid gap-5">
          {days.map((day) => (
            <Day key={`${day.day} ${day.time_zone}`} userId={userId} day={day} list={list.table} />
          ))}
          {query.hasNextPage ? (
            <Button tone="quiet" onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
              {query.isFetchingNextPage ? t('loading') : t('more')}
            </Button>
          ) : (
            <p className="text-center text-ink-faint text-xs">{t('end')}</p>
          )}
        </div>
      )}
      {list.peekId === null ? null : <EventPeek eventId={list.peekId} {...list.walk} />}
    </Card>
  );
}

function Day({
  userId,
  day,
  list,
}: {
  readonly userId: string;
  readonly day: TimelineDay;
  readonly list: PeekRows<EventRow>;
}): ReactNode {
  const t = useTranslations('user.timeline');
  const times = useTimes();
  const hidden = day.event_count - day.entries.length;
  const last = day.entries.at(-1);
  return (
    <section aria-label={times.day(day.day, true)}>
      <h3 className="mb-1 flex flex-wrap items-baseline gap-x-2 border-b pb-1.5">
        <span className="font-medium">{times.day(day.day, true)}</span>
        <span className="text-ink-faint text-xs">
          {times.weekday(day.day, 'long')} · {t('events', { count: day.event_count })}
          {times.zone === day.time_zone ? null : ` · ${t('dayZone', { zone: day.time_zone })}`}
        </span>
      </h3>
      <ol>
        {day.entries.map((entry) => (
          <Entry key={entry.event_id} entry={entry} day={day.day} list={list} />
        ))}
      </ol>
      {hidden > 0 && last !== undefined ? (
        <Link
          href={`/events?user=${userId}&to=${Date.parse(last.timestamp) + 1}`}
          prefetch={false}
          className="mt-1 inline-block rounded px-2 font-medium text-accent-strong text-xs underline-offset-4 hover:underline"
        >
          {t('hidden', { count: hidden })}
        </Link>
      ) : null}
    </section>
  );
}

function Entry({
  entry,
  day,
  list,
}: {
  readonly entry: EventRow;
  readonly day: string;
  readonly list: PeekRows<EventRow>;
}): ReactNode {
  const times = useTimes();
  // In another zone than the event's the clock may show a neighbouring day: then the date stands with it.
  const otherDay = dayIn(times.zone, Date.parse(entry.timestamp)) !== day;
  return (
    <li>
      <PeekLink
        id={entry.event_id}
        href={list.hrefOf(entry.event_id)}
        onPeek={list.onPeek}
        className="grid min-h-8 grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 rounded-md px-2 hover:bg-hover sm:grid-cols-[auto_minmax(0,16rem)_minmax(0,1fr)]"
      >
        <span className="tabular whitespace-nowrap text-[0.8125rem] text-ink-soft">
          {otherDay ? (
            <>
              <Instant at={entry.timestamp} form="date" />{' '}
            </>
          ) : null}
          <Instant at={entry.timestamp} form="shortClock" />
        </span>
        <span className="flex min-w-0 items-center gap-2">
          <EventTypeLabel eventType={entry.event_type} />
          <CorrectionBadge correction={entry.correction} />
        </span>
        <span className="truncate font-mono text-ink-faint text-xs max-sm:hidden">{entry.payload_summary}</span>
      </PeekLink>
    </li>
  );
}
