'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { SayingLines } from '../../components/hub-words/saying-lines.tsx';
import { usePluginFaultSaying } from '../../components/hub-words/use-plugin-fault-saying.ts';
import { type StuckShadow, stuckShadows } from './attention.ts';
import type { ListedPlugin } from './shown-plugin.ts';

/** Why shadows of a plugin are not built any further, for whoever waits for them. The plugin itself is well. */
export function ShadowConcern({ plugin }: { readonly plugin: Pick<ListedPlugin, 'condition' | 'shadows'> }): ReactNode {
  return stuckShadows(plugin).map((shadow) => <ShadowNote key={shadow.revision} shadow={shadow} />);
}

function ShadowNote({ shadow }: { readonly shadow: StuckShadow }): ReactNode {
  const t = useTranslations('plugins.stuck');
  const say = usePluginFaultSaying();
  return (
    <div role="note" data-shadow={shadow.revision} className="rounded-lg border px-3 py-2 text-ink-soft">
      <p className="font-medium text-ink">{t('title', { revision: shadow.revision })}</p>
      <SayingLines saying={say(shadow)} />
      <p className="text-xs">{t('advice')}</p>
    </div>
  );
}
