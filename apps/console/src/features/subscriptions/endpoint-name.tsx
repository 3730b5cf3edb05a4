'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ShownSubscription } from './shown-subscription.ts';

/** Where deliveries go: an address, a sink, or nowhere until somebody asks. */
export function EndpointName({ destination }: { readonly destination: ShownSubscription['destination'] }): ReactNode {
  const t = useTranslations('subscriptions.destination');
  if (destination.kind === 'webhook') return <code className="break-all font-mono text-xs">{destination.url}</code>;
  return (
    <span className="text-xs">
      {destination.kind === 'pull' ? t('pulled') : t('sinkNamed', { sink: destination.sink_id ?? '' })}
    </span>
  );
}
