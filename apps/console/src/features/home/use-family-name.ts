'use client';

import { useTranslations } from 'next-intl';

const known = ['learning', 'work', 'social', 'economic', 'system', 'streak', 'milestone', 'anomaly', 'score'] as const;

export function useFamilyName(): (family: string) => string {
  const t = useTranslations('family');
  return (family) => {
    const name = known.find((candidate) => candidate === family);
    return name === undefined ? family : t(name);
  };
}
