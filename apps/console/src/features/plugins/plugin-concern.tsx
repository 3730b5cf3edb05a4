'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ListedPlugin } from './shown-plugin.ts';

/** Why a plugin does not run as it should, and what to do about it. Nothing of one that does. */
export function PluginConcern({
  plugin: { condition, reason, refusal },
}: {
  readonly plugin: Pick<ListedPlugin, 'condition' | 'reason' | 'refusal'>;
}): ReactNode {
  const t = useTranslations('plugins.advice');
  if (condition === 'running' || condition === 'paused' || condition === 'disabled') return null;
  // Of one that is not seen there is no more to say than what to do.
  const why = condition === 'unseen' ? null : (refusal ?? reason);
  return (
    <div role="note" className="rounded-lg border border-warning/40 bg-warning-soft px-3 py-2 text-warning">
      {why === null ? null : <p className="[overflow-wrap:anywhere]">{why}</p>}
      <p className="text-xs">{t(condition)}</p>
    </div>
  );
}
