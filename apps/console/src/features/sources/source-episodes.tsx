'use client';

import type { Episode } from '@activity-hub/contracts/activity/source-health';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Badge } from '../../components/ui/badge.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';

const shown = 20;

/** When the source was unusual, newest first. */
export function SourceEpisodes({ source }: { readonly source: string }): ReactNode {
  const t = useTranslations('sources.episodes');
  const hub = useHub();
  const query = useQuery(hub.sources.episodes.queryOptions({ key: source, limit: shown }));
  return (
    <section aria-label={t('title')} className="grid gap-2">
      <h3 className="font-medium text-ink-soft text-xs">{t('title')}</h3>
      {query.isPending ? (
        <Skeleton className="h-10" />
      ) : query.isError ? (
        <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
      ) : query.data.items.length === 0 ? (
        <p className="text-ink-soft">{t('nothing')}</p>
      ) : (
        <ul className="grid gap-2">
          {query.data.items.map((episode) => (
            <EpisodeItem key={episode.episode_id} episode={episode} />
          ))}
        </ul>
      )}
    </section>
  );
}

function EpisodeItem({ episode }: { readonly episode: Episode }): ReactNode {
  const t = useTranslations('sources.episodes');
  const { kind, began_at, ended_at, details } = episode;
  return (
    <li className="rounded-lg border p-2.5">
      <Badge tone={ended_at === null ? 'danger' : 'neutral'}>{t(kind)}</Badge>
      <p className="tabular mt-1 text-ink-soft">
        {t.rich('since', { at: () => <Instant at={began_at} /> })}{' '}
        {ended_at === null ? null : t.rich('until', { at: () => <Instant at={ended_at} /> })}
      </p>
      <details className="mt-1">
        <summary className="cursor-pointer text-ink-faint text-xs">{t('figures')}</summary>
        <code className="break-all font-mono text-xs">{JSON.stringify(details)}</code>
      </details>
    </li>
  );
}
