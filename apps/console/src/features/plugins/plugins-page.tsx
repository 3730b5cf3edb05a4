'use client';

import { useQuery } from '@tanstack/react-query';
import { Puzzle } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Card } from '../../components/ui/card.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { RowsSkeleton } from '../../components/ui/skeleton.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { SinksCard } from '../sinks/sinks-card.tsx';
import { attentionFirst, needsAttention, stuckShadows } from './attention.ts';
import { ConditionBadge } from './condition-badge.tsx';
import { PassedOverFolders } from './passed-over-folders.tsx';
import { pluginHref } from './plugin-address.ts';
import { PluginConcern } from './plugin-concern.tsx';
import { PluginDescription } from './plugin-description.tsx';
import { refreshMs } from './refresh-ms.ts';
import { ShadowConcern } from './shadow-concern.tsx';
import type { ListedPlugin } from './shown-plugin.ts';
import { StatusFigures } from './status-figures.tsx';
import { useLiveRevision } from './use-live-revision.ts';

/** What computes figures and derives events, and how each of them runs. */
export function PluginsPage(): ReactNode {
  const t = useTranslations('plugins');
  const hub = useHub();
  const query = useQuery(hub.plugins.list.queryOptions(undefined, { refetchInterval: refreshMs }));
  const plugins = query.data?.items;
  return (
    <>
      <PageHeading title={t('title')} detail={plugins === undefined ? null : <Counts plugins={plugins} />} />
      {query.data === undefined ? null : <PassedOverFolders folders={query.data.passed_over} />}
      {query.isPending ? (
        <RowsSkeleton rows={8} />
      ) : plugins === undefined ? (
        <Card>
          <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
        </Card>
      ) : plugins.length === 0 ? (
        <Card>
          <EmptyState icon={Puzzle} title={t('nothingYet')} text={t('nothingYetText')} />
        </Card>
      ) : (
        <ul className="grid grid-cols-1 gap-4 md:grid-cols-2 xl:grid-cols-3">
          {attentionFirst(plugins).map((plugin) => (
            <li key={plugin.plugin_id} className="grid min-w-0">
              <PluginCard plugin={plugin} />
            </li>
          ))}
        </ul>
      )}
      {plugins === undefined ? null : <SinksCard />}
    </>
  );
}

function Counts({ plugins }: { readonly plugins: readonly ListedPlugin[] }): ReactNode {
  const t = useTranslations('plugins');
  const unwell = plugins.filter(({ condition }) => needsAttention(condition)).length;
  const stuck = plugins.flatMap(stuckShadows).length;
  return [
    t('shown', { count: plugins.length }),
    ...(unwell === 0 ? [] : [t('unwell', { count: unwell })]),
    ...(stuck === 0 ? [] : [t('stuck.count', { count: stuck })]),
  ].join(' · ');
}

function PluginCard({ plugin }: { readonly plugin: ListedPlugin }): ReactNode {
  const t = useTranslations('plugins');
  const locale = useLocale();
  const liveRevision = useLiveRevision();
  return (
    <Card className="relative grid content-start gap-3 hover:bg-hover" aria-label={plugin.title[locale]}>
      <div className="flex items-start justify-between gap-2">
        <div className="min-w-0">
          <h2 className="font-semibold">
            <Link href={pluginHref(plugin.plugin_id)} prefetch={false} className="rounded after:absolute after:inset-0">
              {plugin.title[locale]}
            </Link>
          </h2>
          <p className="text-ink-faint text-xs [overflow-wrap:anywhere]">
            <code className="font-mono">{plugin.plugin_id}</code> · {t(`kind.${plugin.kind}`)} ·{' '}
            {liveRevision(plugin.live_revision)}
            {plugin.shadow_revision === null ? null : ` · ${t('shadowIs', { revision: plugin.shadow_revision })}`}
          </p>
        </div>
        <ConditionBadge condition={plugin.condition} desired={plugin.desired} />
      </div>
      <PluginDescription plugin={plugin} />
      <PluginConcern plugin={plugin} />
      <ShadowConcern plugin={plugin} />
      {plugin.status === null ? null : <StatusFigures status={plugin.status} />}
      {plugin.errors_24h === 0 ? null : (
        <p className="text-danger text-xs">{t('errorsToday', { count: plugin.errors_24h })}</p>
      )}
    </Card>
  );
}
