import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { sayingText } from '../../components/hub-words/saying.ts';
import { type Told, usePluginFaultSaying } from '../../components/hub-words/use-plugin-fault-saying.ts';
import { stuckShadows } from './attention.ts';
import type { ShownPlugin, ShownRevision } from './shown-plugin.ts';

interface RevisionHintProps {
  readonly plugin: ShownPlugin;
  readonly revision: ShownRevision;
}

/** Whether one could go to it, and nobody could run it. */
export function isCodeMissing({ manifest }: ShownPlugin, { state, plugin_version }: ShownRevision): boolean {
  const isThere = manifest.versions?.includes(plugin_version) ?? true;
  return (state === 'shadow' || state === 'retired') && !isThere;
}

/** How far a shadow is, and what stands in the way of a revision. */
export function RevisionHint({ plugin, revision }: RevisionHintProps): ReactNode {
  const t = useTranslations('plugins.revisions');
  const locale = useLocale();
  const say = usePluginFaultSaying();
  const status = plugin.statuses.find((one) => one.revision === revision.revision);
  const stuck = stuckShadows(plugin).find((one) => one.revision === revision.revision);
  const reasonOf = (one: Told): string => {
    const saying = say(one);
    return saying === undefined ? '' : sayingText(saying, locale);
  };
  const obstacle = isCodeMissing(plugin, revision)
    ? t('missing', { version: revision.plugin_version })
    : status?.condition === 'refused'
      ? t('refused', { reason: reasonOf(status) })
      : stuck === undefined
        ? undefined
        : t('stuck', { reason: reasonOf(stuck) });
  if (obstacle !== undefined)
    return <span className="block text-danger text-xs [overflow-wrap:anywhere]">{obstacle}</span>;
  if (revision.state !== 'shadow') return null;
  const progress =
    status === undefined
      ? t('starting')
      : status.lag_events === 0
        ? t('built')
        : t('building', { count: status.lag_events });
  return <span className="text-ink-soft text-xs">{progress}</span>;
}
