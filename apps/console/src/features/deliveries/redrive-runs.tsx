'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Badge } from '../../components/ui/badge.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';

/** The last repairs of many: who began them, and what became of them. */
export function RedriveRuns({
  subscriptionId,
  onOpen,
}: {
  readonly subscriptionId: string;
  readonly onOpen: (runId: string) => void;
}): ReactNode {
  const t = useTranslations('redrive');
  const format = useFormatter();
  const hub = useHub();
  const { data } = useQuery(hub.deliveries.redrives.queryOptions({ subscription_id: subscriptionId }));
  const runs = data?.items ?? [];
  return (
    <Card aria-label={t('list')}>
      <CardHeading title={t('list')} />
      {runs.length === 0 ? <p className="text-ink-soft">{t('noRuns')}</p> : null}
      <ul className="grid gap-2 empty:hidden">
        {runs.map((run) => (
          <li key={run.run_id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <button
              type="button"
              className="min-h-6 rounded text-left font-medium text-accent-strong underline underline-offset-4"
              onClick={() => onOpen(run.run_id)}
            >
              {t(`kind.${run.selection.kind}.title`)}
            </button>
            <Badge tone={run.state === 'finished' ? 'good' : 'warning'}>{t(`state.${run.state}`)}</Badge>
            <span className="tabular text-ink-soft">
              {t('progress', { done: format.number(run.redriven + run.skipped), total: format.number(run.total) })}
            </span>
            <span className="text-ink-faint text-xs">
              {t.rich('started', { name: run.started_by, at: () => <Instant at={run.started_at} /> })}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
