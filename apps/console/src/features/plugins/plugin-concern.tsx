'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { SayingLines } from '../../components/hub-words/saying-lines.tsx';
import { usePluginFaultSaying } from '../../components/hub-words/use-plugin-fault-saying.ts';
import { needsAttention } from './attention.ts';
import type { ListedPlugin } from './shown-plugin.ts';

/** Why a plugin does not run as it should, and what to do about it. Nothing of one that does. */
export function PluginConcern({
  plugin,
}: {
  readonly plugin: Pick<ListedPlugin, 'condition' | 'reason' | 'reason_code' | 'reason_values'>;
}): ReactNode {
  const t = useTranslations('plugins.advice');
  const saying = usePluginFaultSaying()(plugin);
  const { condition } = plugin;
  if (!needsAttention(condition)) return null;
  // Of one that is not seen there is no more to say than what to do.
  const why = condition === 'unseen' ? undefined : saying;
  return (
    <div role="note" className="rounded-lg border border-warning/40 bg-warning-soft px-3 py-2 text-warning">
      {why === undefined ? null : <SayingLines saying={why} />}
      <p className="text-xs">{t(condition)}</p>
    </div>
  );
}
