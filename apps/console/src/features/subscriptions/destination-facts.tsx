'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Fact, Facts } from '../../components/facts.tsx';
import { useSinkNetwork } from '../sinks/use-sink-network.ts';
import { useSinks } from '../sinks/use-sinks.ts';
import type { ShownSubscription } from './shown-subscription.ts';
import { useMilliseconds } from './use-milliseconds.ts';

/** What is known of where it goes; secrets stay in the hub. */
export function DestinationFacts({
  destination,
}: {
  readonly destination: ShownSubscription['destination'];
}): ReactNode {
  const t = useTranslations('subscriptions');
  const milliseconds = useMilliseconds();
  const { kind, url, sink_id: sinkId, config, header_names: headers, authorization } = destination;
  const network = useSinkNetwork();
  const sink = useSinks(sinkId !== null).data?.items.find(({ sink_id }) => sink_id === sinkId);
  return (
    <Facts>
      <Fact name={t('form.kind')}>{t(`destination.${kind}`)}</Fact>
      <Fact name={t('form.url')} copy={url}>
        {url === null ? null : <code>{url}</code>}
      </Fact>
      <Fact name={t('form.sinkId')}>
        {sinkId === null ? null : (
          <>
            <code>{sinkId}</code>
            {sink?.provenance === 'installed' ? <span className="block text-ink-faint">{network(sink)}</span> : null}
          </>
        )}
      </Fact>
      <Fact name={t('form.config')}>{config === null ? null : <code>{JSON.stringify(config)}</code>}</Fact>
      <Fact name={t('form.headers')}>{headers.length === 0 ? null : <code>{headers.join(', ')}</code>}</Fact>
      <Fact name={t('destination.timeout')}>
        {destination.timeout_ms === null ? null : milliseconds(destination.timeout_ms)}
      </Fact>
      <Fact name={t('form.authorization')}>
        {authorization === null ? null : t(`form.authorizations.${authorization}`)}
      </Fact>
      <Fact name={t('destination.mtls')}>
        {kind === 'webhook' ? t(destination.mtls ? 'destination.yes' : 'destination.no') : null}
      </Fact>
    </Facts>
  );
}
