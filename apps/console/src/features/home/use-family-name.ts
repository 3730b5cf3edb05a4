'use client';

import { useTranslations } from 'next-intl';
import type { TrendFamily } from './trend-range.ts';

export function useFamilyName(): (family: TrendFamily) => string {
  return useTranslations('family');
}
