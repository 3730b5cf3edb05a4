'use client';

import type { SchemaChange } from '@activity-hub/contracts/schema/compatibility';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Badge } from '../../components/ui/badge.tsx';

/** Each difference in words, those that break a promise first. */
export function ChangeList({ changes }: { readonly changes: readonly SchemaChange[] }): ReactNode {
  const t = useTranslations('schemas');
  const ordered = changes.toSorted((left, right) => Number(left.breaks === 'none') - Number(right.breaks === 'none'));
  if (ordered.length === 0) return <p className="text-ink-soft">{t('noChanges')}</p>;
  return (
    <ul aria-label={t('changes')} className="grid gap-2">
      {ordered.map(({ path, kind, words, breaks }) => (
        <li key={`${path} ${kind} ${words}`} className="rounded-lg border p-3" data-breaks={breaks}>
          <p className="flex flex-wrap items-center gap-2">
            <code className="break-all font-mono text-xs">{path === '' ? t('root') : path}</code>
            <Badge tone={breaks === 'none' ? 'good' : 'danger'}>{t(`breaks.${breaks}`)}</Badge>
          </p>
          <p className="mt-1 text-ink-soft" lang="en">
            {words}
          </p>
        </li>
      ))}
    </ul>
  );
}
