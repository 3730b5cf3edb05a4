import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ShownPlugin, ShownRevision } from './shown-plugin.ts';

interface RevisionHintProps {
  readonly plugin: ShownPlugin;
  readonly revision: ShownRevision;
}

/** Whether one could go to it, and nobody could run it. */
export function isCodeMissing({ manifest }: ShownPlugin, { state, plugin_version }: ShownRevision): boolean {
  const there = manifest.versions ?? [manifest.version];
  return (state === 'shadow' || state === 'retired') && !there.includes(plugin_version);
}

/** How far a shadow is, and what stands in the way of a revision. */
export function RevisionHint({ plugin, revision }: RevisionHintProps): ReactNode {
  const t = useTranslations('plugins.revisions');
  const status = plugin.statuses.find((one) => one.revision === revision.revision);
  const obstacle = isCodeMissing(plugin, revision)
    ? t('missing', { version: revision.plugin_version })
    : status?.condition === 'refused'
      ? t('refused', { reason: status.reason ?? '' })
      : undefined;
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
