'use client';

import { addDays } from '@activity-hub/contracts/calendar';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, memo, type ReactNode, useRef, useState } from 'react';
import { classNames } from '../../components/class-names.ts';
import { useTimes } from '../../times/times-provider.tsx';
import { calendarRows, monthSpans, stepOfKey } from './calendar-days.ts';
import { HeatMark } from './heat-mark.tsx';
import type { HeatStep, ScorePoint } from './score-windows.ts';
import { useDayName } from './use-day-name.ts';

export interface CalendarViewProps {
  readonly start: string;
  readonly until: string;
  readonly days: ReadonlyMap<string, ScorePoint>;
  readonly stepOf: (point: ScorePoint | undefined) => HeatStep;
  readonly selected: string | null;
  readonly onSelect: (day: string) => void;
}

/** 53 weeks in one table. One cell takes part in tabbing; arrow keys walk from there. */
export function YearCalendar({ start, until, days, stepOf, selected, onSelect }: CalendarViewProps): ReactNode {
  const t = useTranslations('user.calendar');
  const times = useTimes();
  const nameOf = useDayName();
  const table = useRef<HTMLTableElement>(null);
  const [current, setCurrent] = useState(until);
  const roving = current >= start && current <= until ? current : until;
  const walk = (event: KeyboardEvent, from: string): void => {
    const target = { Home: start, End: until }[event.key] ?? addDays(from, stepOfKey(event.key) ?? 0);
    if (target === from || target < start || target > until) return;
    event.preventDefault();
    setCurrent(target);
    onSelect(target);
    table.current?.querySelector<HTMLElement>(`[data-day="${target}"]`)?.focus();
  };
  const choose = (day: string): void => {
    setCurrent(day);
    onSelect(day);
  };
  return (
    <div className="overflow-x-auto pb-1">
      <table
        ref={table}
        aria-label={t('title')}
        className="w-full min-w-[38rem] table-fixed border-separate border-spacing-[2px]"
      >
        <thead>
          <tr className="text-left text-[0.6875rem] text-ink-faint">
            <td className="w-8" />
            {monthSpans(start).map(({ month, weeks }) => (
              <th
                key={month}
                colSpan={weeks}
                scope="colgroup"
                className="overflow-visible whitespace-nowrap font-normal"
              >
                {weeks < 3 ? <span className="sr-only">{times.month(month, 'long')}</span> : times.month(month)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {calendarRows(start).map((row, weekday) => (
            <tr key={row[0]}>
              <th scope="row" className="pr-1 text-left font-normal text-[0.6875rem] text-ink-faint leading-none">
                <span className={weekday % 2 === 0 ? undefined : 'sr-only'}>{times.weekday(row[0] ?? start)}</span>
              </th>
              {row.map((day) =>
                day > until ? (
                  <td key={day} />
                ) : (
                  <DayCell
                    key={day}
                    day={day}
                    name={nameOf(day, days.get(day))}
                    step={stepOf(days.get(day))}
                    tabbable={day === roving}
                    selected={day === selected}
                    onChoose={choose}
                    onWalk={walk}
                  />
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface DayCellProps {
  readonly day: string;
  readonly name: string;
  readonly step: HeatStep;
  readonly tabbable: boolean;
  readonly selected: boolean;
  readonly onChoose: (day: string) => void;
  readonly onWalk: (event: KeyboardEvent, day: string) => void;
}

/** Remembered, as choosing one day would otherwise render 371. */
const DayCell = memo(
  function DayCell({ day, name, step, tabbable, selected, onChoose, onWalk }: DayCellProps): ReactNode {
    return (
      <td className="p-0">
        <button
          type="button"
          data-day={day}
          data-step={step}
          tabIndex={tabbable ? 0 : -1}
          aria-label={name}
          aria-pressed={selected}
          title={name}
          onClick={() => onChoose(day)}
          onKeyDown={(event) => onWalk(event, day)}
          className={classNames('block w-full rounded-[4px] outline-offset-1', selected && 'outline-2 outline-ink')}
        >
          <HeatMark step={step} className="aspect-square w-full" />
        </button>
      </td>
    );
  },
  (before, after) =>
    before.name === after.name &&
    before.step === after.step &&
    before.tabbable === after.tabbable &&
    before.selected === after.selected,
);
