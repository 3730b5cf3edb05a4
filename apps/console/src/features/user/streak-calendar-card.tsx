'use client';

import { addDays, dayStartMs, monthOf } from '@activity-hub/contracts/calendar';
import { useQuery } from '@tanstack/react-query';
import { CalendarDays, ChevronLeft, ChevronRight, Rows3 } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo, useState } from 'react';
import { classNames } from '../../components/class-names.ts';
import { IconButton } from '../../components/ui/button.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { HeatMark } from './heat-mark.tsx';
import { MonthCalendar } from './month-calendar.tsx';
import { calendarStart, heatStepOf, heatSteps, type ScorePoint } from './score-windows.ts';
import { useDayName } from './use-day-name.ts';
import { YearCalendar } from './year-calendar.tsx';

const forms = ['year', 'month'] as const;
type Form = (typeof forms)[number];

interface CalendarProps {
  readonly userId: string;
  readonly zone: string;
  readonly until: string;
  readonly today: string;
  readonly onUntil: (day: string) => void;
}

export function StreakCalendarCard({ userId, zone, until, today, onUntil }: CalendarProps): ReactNode {
  const t = useTranslations('user.calendar');
  const hub = useHub();
  const [form, setForm] = useState<Form>('year');
  const [selected, setSelected] = useState<string | null>(null);
  const start = calendarStart(until);
  const query = useQuery(hub.users.score.queryOptions({ user_id: userId, period: 'daily', from: start, to: until }));
  const days = useMemo(
    () => new Map<string, ScorePoint>(query.data?.points.map((point) => [point.start, point])),
    [query.data],
  );
  const stepOf = useMemo(() => heatStepOf([...days.values()]), [days]);
  const shared = { days, stepOf, until, selected, onSelect: setSelected };
  return (
    <Card aria-label={t('title')}>
      <CardHeading title={t('title')} detail={t('zone', { zone, count: days.size })}>
        <YearSteps until={until} today={today} onUntil={onUntil} />
        <div className="max-md:hidden">
          <Segmented
            label={t('form')}
            options={forms.map((value) => ({
              value,
              name: t(value),
              label: value === 'year' ? <CalendarDays aria-hidden size={15} /> : <Rows3 aria-hidden size={15} />,
            }))}
            value={form}
            onChoose={setForm}
          />
        </div>
      </CardHeading>
      {query.isPending ? (
        <Skeleton className="h-32 w-full" />
      ) : query.isError ? (
        <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
      ) : (
        <>
          <div className={classNames('max-md:hidden', form === 'month' && 'hidden')}>
            <YearCalendar {...shared} start={start} />
          </div>
          <div className={classNames(form === 'year' && 'md:hidden')}>
            <MonthCalendar {...shared} start={start} key={monthOf(until)} />
          </div>
          <CalendarFoot
            userId={userId}
            zone={zone}
            day={selected}
            point={selected === null ? undefined : days.get(selected)}
          />
        </>
      )}
    </Card>
  );
}

function YearSteps({ until, today, onUntil }: Pick<CalendarProps, 'until' | 'today' | 'onUntil'>): ReactNode {
  const t = useTranslations('user.calendar');
  const later = addDays(until, 364);
  return (
    <span className="flex">
      <IconButton label={t('earlier')} onClick={() => onUntil(addDays(until, -364))}>
        <ChevronLeft aria-hidden size={16} />
      </IconButton>
      <IconButton label={t('later')} disabled={until >= today} onClick={() => onUntil(later > today ? today : later)}>
        <ChevronRight aria-hidden size={16} />
      </IconButton>
    </span>
  );
}

/** What the chosen day holds, or the legend. */
function CalendarFoot({
  userId,
  zone,
  day,
  point,
}: {
  readonly userId: string;
  readonly zone: string;
  readonly day: string | null;
  readonly point: ScorePoint | undefined;
}): ReactNode {
  const t = useTranslations('user.calendar');
  const nameOf = useDayName();
  return (
    <div className="mt-3 flex min-h-8 flex-wrap items-center justify-between gap-2 text-ink-faint text-xs">
      <p role="status">
        {day === null ? (
          t('hint')
        ) : (
          <>
            <span className="text-ink">{nameOf(day, point)}</span>{' '}
            {point === undefined ? null : (
              <Link
                href={`/events?user=${userId}&from=${dayStartMs(zone, day)}&to=${dayStartMs(zone, addDays(day, 1))}`}
                prefetch={false}
                className="font-medium text-accent-strong underline underline-offset-4"
              >
                {t('openDay')}
              </Link>
            )}
          </>
        )}
      </p>
      <p className="flex items-center gap-1">
        {t('less')}
        {heatSteps.map((step) => (
          <HeatMark key={step} step={step} className="size-3.5" />
        ))}
        {t('more')}
      </p>
    </div>
  );
}
