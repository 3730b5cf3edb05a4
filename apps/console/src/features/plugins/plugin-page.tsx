'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import type { ReactNode } from 'react';
import { Card } from '../../components/ui/card.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { RowsSkeleton } from '../../components/ui/skeleton.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { ConditionBadge } from './condition-badge.tsx';
import { ConfigTab } from './config-tab.tsx';
import { ErrorsTab } from './errors-tab.tsx';
import { HealthTab } from './health-tab.tsx';
import { LogsTab } from './logs-tab.tsx';
import { PermissionsTab } from './permissions-tab.tsx';
import { PluginActions } from './plugin-actions.tsx';
import { pluginAddress, pluginTabs } from './plugin-address.ts';
import { PluginConcern } from './plugin-concern.tsx';
import { PluginDescription } from './plugin-description.tsx';
import { refreshMs } from './refresh-ms.ts';
import { RevisionsTab } from './revisions-tab.tsx';
import { ShadowConcern } from './shadow-concern.tsx';
import type { ShownPlugin } from './shown-plugin.ts';
import { useLiveRevision } from './use-live-revision.ts';

export function PluginPage({ pluginId }: { readonly pluginId: string }): ReactNode {
  const hub = useHub();
  const query = useQuery(hub.plugins.get.queryOptions({ plugin_id: pluginId }, { refetchInterval: refreshMs }));
  if (query.isPending) return <RowsSkeleton rows={8} />;
  if (query.data === undefined) {
    return (
      <Card>
        <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
      </Card>
    );
  }
  return <PluginTabs plugin={query.data} />;
}

function PluginTabs({ plugin }: { readonly plugin: ShownPlugin }): ReactNode {
  const t = useTranslations('plugins');
  const locale = useLocale();
  const liveRevision = useLiveRevision();
  const [{ tab }, setAddress] = useQueryStates(pluginAddress, { history: 'push' });
  return (
    <>
      <PageHeading
        title={
          <span className="flex flex-wrap items-center gap-2">
            {plugin.title[locale]}
            <ConditionBadge condition={plugin.condition} desired={plugin.desired} />
          </span>
        }
        detail={
          <span className="flex flex-wrap gap-x-3">
            <Link href="/plugins" className="rounded text-accent-strong underline underline-offset-4">
              {t('all')}
            </Link>
            <code className="font-mono">{plugin.plugin_id}</code>
            <span>{t(`provenance.${plugin.provenance}`)}</span>
            <span>{liveRevision(plugin.live_revision)}</span>
          </span>
        }
      />
      <div className="mb-4 grid grid-cols-1 gap-3">
        <PluginDescription plugin={plugin} />
        <PluginConcern plugin={plugin} />
        <ShadowConcern plugin={plugin} />
        <div className="flex flex-wrap items-center justify-between gap-2">
          <div className="max-w-full overflow-x-auto p-0.5">
            <Segmented
              label={t('tab.label')}
              options={pluginTabs.map((value) => ({ value, label: t(`tab.${value}`) }))}
              value={tab}
              onChoose={(value) => void setAddress({ tab: value, revision: null })}
            />
          </div>
          <PluginActions plugin={plugin} />
        </div>
      </div>
      {tab === 'config' ? <ConfigTab key={plugin.live_revision} plugin={plugin} /> : null}
      {tab === 'versions' ? <RevisionsTab plugin={plugin} /> : null}
      {tab === 'health' ? <HealthTab plugin={plugin} /> : null}
      {tab === 'errors' ? <ErrorsTab pluginId={plugin.plugin_id} /> : null}
      {tab === 'logs' ? <LogsTab pluginId={plugin.plugin_id} /> : null}
      {tab === 'permissions' ? <PermissionsTab plugin={plugin} /> : null}
    </>
  );
}
