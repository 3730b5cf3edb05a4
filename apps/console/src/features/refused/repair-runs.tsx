'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Badge } from '../../components/ui/badge.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';

const shown = 5;

/** The last repairs of many: who began them, and what became of them. Nothing as long as there was none. */
export function RepairRuns({ onOpen }: { readonly onOpen: (runId: string) => void }): ReactNode {
  const t = useTranslations('refused.run');
  const format = useFormatter();
  const hub = useHub();
  const { data } = useQuery(hub.refused.runs.queryOptions());
  const runs = data?.items.slice(0, shown) ?? [];
  if (runs.length === 0) return null;
  return (
    <Card aria-label={t('list')} className="mt-4">
      <CardHeading title={t('list')} />
      <ul className="grid gap-2">
        {runs.map((run) => (
          <li key={run.run_id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <button
              type="button"
              className="text-left font-medium text-accent-strong underline underline-offset-4"
              onClick={() => onOpen(run.run_id)}
            >
              {t.rich('started', { name: run.started_by, at: () => <Instant at={run.started_at} /> })}
            </button>
            <Badge tone={run.state === 'finished' ? 'good' : 'warning'}>{t(`state.${run.state}`)}</Badge>
            <span className="tabular text-ink-soft">
              {t('progress', { done: format.number(run.resubmitted), total: format.number(run.total) })}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
