'use client';

import { pluginFailures } from '@activity-hub/contracts/activity/plugin-failures';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Fact, Facts } from '../../components/facts.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useDuration } from '../../times/use-duration.ts';
import type { ShownStatus } from './shown-plugin.ts';

/** How a revision runs, in the figures its process said last. */
export function StatusFigures({
  status,
  whole = false,
}: {
  readonly status: ShownStatus;
  readonly whole?: boolean;
}): ReactNode {
  const t = useTranslations('plugins');
  const format = useFormatter();
  const duration = useDuration();
  const lag =
    status.lag_events === 0
      ? t('noLag')
      : t('lag', { count: status.lag_events, time: duration(status.lag_seconds * 1_000) });
  return (
    <Facts>
      <Fact name={t('fact.lag')}>{lag}</Fact>
      <Fact name={t('fact.rate')}>{format.number(status.events_per_second, { maximumFractionDigits: 1 })}</Fact>
      <Fact name={t('fact.errors')}>
        <Failures status={status} />
      </Fact>
      <Fact name={t('fact.started')}>
        <Instant at={status.started_at} />
      </Fact>
      {whole ? <ProcessFigures status={status} /> : null}
    </Facts>
  );
}

function ProcessFigures({ status }: { readonly status: ShownStatus }): ReactNode {
  const t = useTranslations('plugins');
  const format = useFormatter();
  const duration = useDuration();
  return (
    <>
      <Fact name={t('fact.events')}>{format.number(status.events)}</Fact>
      <Fact name={t('fact.busy')}>{duration(status.busy_seconds * 1_000)}</Fact>
      <Fact name={t('fact.memory')}>
        {status.memory_mb === null
          ? t('sharedMemory')
          : format.number(status.memory_mb, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 0 })}
      </Fact>
      <Fact name={t('fact.seen')}>
        <Instant at={status.seen_at} form="precise" />
      </Fact>
    </>
  );
}

function Failures({ status }: { readonly status: ShownStatus }): ReactNode {
  const t = useTranslations('plugins.failures');
  const format = useFormatter();
  const { kind, failed, events } = pluginFailures(status);
  if (kind !== 'share') return t(kind, { failed, events });
  return format.number(failed / events, { style: 'percent', maximumFractionDigits: 2 });
}
