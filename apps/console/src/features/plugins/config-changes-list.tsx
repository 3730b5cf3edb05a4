'use client';

import type { Json } from '@activity-hub/contracts/event';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ConfigChange } from './config-changes.ts';

/** What a configuration changes, each as it was and as it will be. */
export function ConfigChanges({ changes }: { readonly changes: readonly ConfigChange[] }): ReactNode {
  const t = useTranslations('plugins.config');
  const shown = (value: Json | undefined): string => (value === undefined ? t('absent') : JSON.stringify(value));
  return (
    <ul className="grid gap-2">
      {changes.map(({ path, before, after }) => (
        <li key={path} className="text-xs" data-change={path}>
          <p className="break-all font-medium">{path}</p>
          <p className="[overflow-wrap:anywhere]">
            <span className="sr-only">{t('before')} </span>
            <del className="text-danger">{shown(before)}</del>
            <span aria-hidden> → </span>
            <span className="sr-only">{t('after')} </span>
            <ins className="text-good no-underline">{shown(after)}</ins>
          </p>
        </li>
      ))}
    </ul>
  );
}
