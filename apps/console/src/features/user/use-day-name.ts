'use client';

import { useTranslations } from 'next-intl';
import { useTimes } from '../../times/times-provider.tsx';
import type { ScorePoint } from './score-windows.ts';

/** «23 November: 12 events, score 34» */
export function useDayName(): (day: string, point: ScorePoint | undefined) => string {
  const t = useTranslations('user.calendar');
  const times = useTimes();
  return (day, point) => t('day', { day: times.day(day), events: point?.events ?? 0, score: point?.score ?? 0 });
}
