'use client';

import type { ScorePeriod } from '@activity-hub/contracts/activity/user-activity';
import { useTranslations } from 'next-intl';
import { useTimes } from '../../times/times-provider.tsx';

/** The name of a window in the language of the page. */
export function useWindowName(period: ScorePeriod): (start: string) => string {
  const t = useTranslations('user.score');
  const times = useTimes();
  return (start) => {
    if (period === 'hourly') return `${times.day(start)}, ${start.slice(11, 13)}:00`;
    if (period === 'weekly') return t('weekOf', { day: times.day(start) });
    return period === 'monthly' ? times.month(start, 'long', true) : times.day(start);
  };
}
