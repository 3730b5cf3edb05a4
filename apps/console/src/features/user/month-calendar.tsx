'use client';

import { addDays, monthOf } from '@activity-hub/contracts/calendar';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { classNames } from '../../components/class-names.ts';
import { IconButton } from '../../components/ui/button.tsx';
import { useTimes } from '../../times/times-provider.tsx';
import { monthWeeks } from './calendar-days.ts';
import { HeatMark } from './heat-mark.tsx';
import { useDayName } from './use-day-name.ts';
import type { CalendarViewProps } from './year-calendar.tsx';

/** One month with days large enough for fingers: the year view's equivalent. */
export function MonthCalendar({ start, until, days, stepOf, selected, onSelect }: CalendarViewProps): ReactNode {
  const t = useTranslations('user.calendar');
  const times = useTimes();
  const nameOf = useDayName();
  const [month, setMonth] = useState(monthOf(until));
  const weeks = monthWeeks(month);
  return (
    <div className="mx-auto max-w-md">
      <div className="mb-1 flex items-center justify-between">
        <IconButton
          label={t('previousMonth')}
          disabled={month <= start}
          onClick={() => setMonth(monthOf(addDays(month, -1)))}
        >
          <ChevronLeft aria-hidden size={16} />
        </IconButton>
        <p aria-live="polite" className="font-medium first-letter:uppercase">
          {times.month(month, 'long', true)}
        </p>
        <IconButton
          label={t('nextMonth')}
          disabled={month >= monthOf(until)}
          onClick={() => setMonth(monthOf(addDays(month, 31)))}
        >
          <ChevronRight aria-hidden size={16} />
        </IconButton>
      </div>
      <table
        aria-label={times.month(month, 'long', true)}
        className="w-full table-fixed border-separate border-spacing-1"
      >
        <thead>
          <tr>
            {Array.from({ length: 7 }, (_, weekday) => addDays('2024-01-01', weekday)).map((day) => (
              <th key={day} scope="col" className="font-normal text-ink-faint text-xs">
                <abbr title={times.weekday(day, 'long')} className="no-underline">
                  {times.weekday(day)}
                </abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day} className="p-0">
                  {monthOf(day) !== month || day > until ? null : (
                    <button
                      type="button"
                      aria-label={nameOf(day, days.get(day))}
                      aria-pressed={day === selected}
                      onClick={() => onSelect(day)}
                      className={classNames(
                        'flex min-h-10 w-full flex-col items-center justify-center gap-1 rounded-lg hover:bg-hover',
                        day === selected && 'bg-accent-soft hover:bg-accent-soft',
                      )}
                    >
                      <span className="tabular text-[0.6875rem] text-ink-soft leading-none">
                        {Number(day.slice(8))}
                      </span>
                      <HeatMark step={stepOf(days.get(day))} className="size-4" />
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
