'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { SayingLines } from '../../components/hub-words/saying-lines.tsx';
import { usePluginFaultSaying } from '../../components/hub-words/use-plugin-fault-saying.ts';
import type { ShownFolder } from './shown-plugin.ts';

/** Folders among the installed plugins that have no card, why, and what to do. Nothing where there are none. */
export function PassedOverFolders({ folders }: { readonly folders: readonly ShownFolder[] }): ReactNode {
  const t = useTranslations('plugins.passedOver');
  const say = usePluginFaultSaying();
  if (folders.length === 0) return null;
  return (
    <div role="note" className="mb-3 rounded-lg border border-warning/40 bg-warning-soft px-3 py-2 text-warning">
      <p className="font-medium">{t('title', { count: folders.length })}</p>
      <ul className="my-1 grid gap-1">
        {folders.map((each) => (
          <li key={JSON.stringify(each)}>
            <code className="font-mono text-xs [overflow-wrap:anywhere]">{each.folder}</code>
            <SayingLines saying={say(each)} />
          </li>
        ))}
      </ul>
      <p className="text-xs">{t('advice')}</p>
    </div>
  );
}
