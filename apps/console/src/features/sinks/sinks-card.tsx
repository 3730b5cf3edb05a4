'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { SayingLines } from '../../components/hub-words/saying-lines.tsx';
import { usePluginFaultSaying } from '../../components/hub-words/use-plugin-fault-saying.ts';
import { Badge } from '../../components/ui/badge.tsx';
import { ButtonLink } from '../../components/ui/button-link.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { RowsSkeleton } from '../../components/ui/skeleton.tsx';
import { newSubscriptionHref } from '../subscriptions/new-subscription-address.ts';
import type { ShownSink } from './shown-sink.ts';
import { useSinkNetwork } from './use-sink-network.ts';
import { useSinks } from './use-sinks.ts';

/** What carries events out of the hub, whom each may ask and why it cannot run. */
export function SinksCard(): ReactNode {
  const t = useTranslations('sinks');
  const query = useSinks();
  const sinks = query.data?.items;
  return (
    <Card aria-label={t('title')} className="mt-4">
      <CardHeading title={t('title')} detail={t('detail')} />
      {query.isPending ? (
        <RowsSkeleton rows={3} />
      ) : sinks === undefined ? (
        <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
      ) : sinks.length === 0 ? (
        <p className="text-ink-soft">{t('none')}</p>
      ) : (
        <ul aria-label={t('title')} className="divide-y">
          {sinks.map((sink) => (
            <li key={sink.sink_id} className="flex items-center justify-between gap-4 py-2 last:pb-0">
              <SinkRow sink={sink} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function SinkRow({ sink }: { readonly sink: ShownSink }): ReactNode {
  const t = useTranslations('sinks');
  const locale = useLocale();
  const network = useSinkNetwork();
  const saying = usePluginFaultSaying()(sink);
  const title = sink.title[locale];
  return (
    <>
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <h3 className="font-medium">{title}</h3>
        <p className="text-ink-faint text-xs">
          <code className="font-mono">{sink.sink_id}</code>
          {/* Of one that cannot run no version is known. */}
          {saying === undefined ? ` · ${sink.version}` : null} · {network(sink)}
        </p>
        {saying === undefined ? null : (
          <p className="text-danger text-xs">
            <SayingLines saying={saying} />
          </p>
        )}
      </div>
      {saying === undefined ? (
        <ButtonLink href={newSubscriptionHref(sink.sink_id)} aria-label={t('subscribeWith', { sink: title })}>
          {t('subscribe')}
        </ButtonLink>
      ) : (
        <Badge tone="danger">{t('cannotRun')}</Badge>
      )}
    </>
  );
}
