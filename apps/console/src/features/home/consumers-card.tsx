'use client';

import type { SystemStats } from '@activity-hub/contracts/activity/system-activity';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { SayingLines } from '../../components/hub-words/saying-lines.tsx';
import { type Told, usePluginFaultSaying } from '../../components/hub-words/use-plugin-fault-saying.ts';
import { Badge } from '../../components/ui/badge.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';

/** What works on the log behind the figures, and how far behind it is. */
export function ConsumersCard({ consumers }: { readonly consumers: SystemStats['consumers'] }): ReactNode {
  const t = useTranslations('home.consumers');
  return (
    <Card aria-label={t('title')}>
      <CardHeading title={t('title')} detail={t('detail')} />
      <ul className="divide-y">
        {consumers.map(({ processor, version, lag_events: lag, status, ...told }) => (
          <li
            key={`${processor} ${version}`}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2 first:pt-0 last:pb-0"
          >
            <span className="min-w-0">
              <span className="font-medium">{processor}</span> <span className="text-ink-faint text-xs">{version}</span>
              <Reason told={told} />
            </span>
            <span className="flex items-center gap-3">
              <span className="tabular text-ink-soft text-xs">
                {lag === 0 ? t('caughtUp') : t('lag', { count: lag })}
              </span>
              <Badge tone={status === 'running' ? 'good' : 'danger'}>{t(status)}</Badge>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Reason({ told }: { readonly told: Told }): ReactNode {
  const saying = usePluginFaultSaying()(told);
  if (saying === undefined) return null;
  return (
    <span className="block text-danger text-xs">
      <SayingLines saying={saying} />
    </span>
  );
}
