'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { type FigureForm, FigureFormChoice } from '../../components/figure-form-choice.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { MetricTable } from './metric-table.tsx';
import type { ShownMetric } from './shown-plugin.ts';

const MetricChart = dynamic(() => import('./metric-chart.tsx'), {
  ssr: false,
  loading: () => <Skeleton className="h-56 w-full" />,
});

/** The time series that the live revision writes. */
export function PluginMetrics({ pluginId }: { readonly pluginId: string }): ReactNode {
  const t = useTranslations('plugins.metrics');
  const hub = useHub();
  const query = useQuery(hub.plugins.metrics.queryOptions({ plugin_id: pluginId }));
  if (query.isPending) return <Skeleton className="h-56 w-full" />;
  if (query.data === undefined) {
    return (
      <Card>
        <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
      </Card>
    );
  }
  const { metrics } = query.data;
  if (metrics.length === 0) return <Card className="text-ink-soft">{t('nothing')}</Card>;
  return metrics.map((metric) => <MetricCard key={metric.metric_type} metric={metric} />);
}

function MetricCard({ metric }: { readonly metric: ShownMetric }): ReactNode {
  const t = useTranslations('plugins.metrics');
  const [form, setForm] = useState<FigureForm>('chart');
  const label = t('of', { metric: metric.metric_type });
  return (
    <Card aria-label={label}>
      <CardHeading title={label} detail={t('detail')}>
        <FigureFormChoice form={form} onChoose={setForm} />
      </CardHeading>
      {form === 'chart' ? <MetricChart metric={metric} label={label} /> : <MetricTable metric={metric} label={label} />}
    </Card>
  );
}
