'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Fact, Facts } from '../../components/facts.tsx';
import { SayingLines } from '../../components/hub-words/saying-lines.tsx';
import { type Told, usePluginFaultSaying } from '../../components/hub-words/use-plugin-fault-saying.ts';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { ConditionBadge } from './condition-badge.tsx';
import { PluginMetrics } from './plugin-metrics.tsx';
import type { ShownPlugin } from './shown-plugin.ts';
import { StatusFigures } from './status-figures.tsx';

/** How every revision that runs does, what stands in quarantine, and the time series of the live one. */
export function HealthTab({ plugin }: { readonly plugin: ShownPlugin }): ReactNode {
  const t = useTranslations('plugins.health');
  return (
    <div className="grid grid-cols-1 items-start gap-4 md:grid-cols-2">
      {plugin.statuses.length === 0 ? <Card className="text-ink-soft">{t('nothing')}</Card> : null}
      {plugin.statuses.map((status) => (
        <Card key={status.revision} aria-label={t('of', { revision: status.revision })}>
          <CardHeading title={t('of', { revision: status.revision })}>
            <ConditionBadge condition={status.condition} />
          </CardHeading>
          {status.condition === 'refused' ? (
            <Facts>
              <Reason told={status} />
            </Facts>
          ) : (
            <StatusFigures status={status} whole />
          )}
        </Card>
      ))}
      {plugin.quarantines.map((quarantine) => (
        <Card key={quarantine.revision} aria-label={t('quarantine', { revision: quarantine.revision })}>
          <CardHeading title={t('quarantine', { revision: quarantine.revision })} />
          <Facts>
            <Reason told={quarantine} />
            <Fact name={t('since')}>
              <Instant at={quarantine.quarantined_at} />
            </Fact>
          </Facts>
        </Card>
      ))}
      <PluginMetrics pluginId={plugin.plugin_id} />
    </div>
  );
}

function Reason({ told }: { readonly told: Told }): ReactNode {
  const t = useTranslations('plugins.health');
  const saying = usePluginFaultSaying()(told);
  return <Fact name={t('reason')}>{saying === undefined ? null : <SayingLines saying={saying} />}</Fact>;
}
