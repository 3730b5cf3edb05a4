'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { SayingLines } from '../../components/hub-words/saying-lines.tsx';
import { usePluginFaultSaying } from '../../components/hub-words/use-plugin-fault-saying.ts';
import { ListPanel } from '../../components/list-panel.tsx';
import { ShortId } from '../../components/short-id.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';

/** Why events failed in a plugin, largest group first, each with the newest of its events. */
export function ErrorsTab({ pluginId }: { readonly pluginId: string }): ReactNode {
  const t = useTranslations('plugins.errors');
  const hub = useHub();
  const saying = usePluginFaultSaying();
  const query = useQuery(hub.plugins.errors.queryOptions({ plugin_id: pluginId }));
  const groups = query.data?.items ?? [];
  return (
    <ListPanel
      query={query}
      count={groups.length}
      empty={<EmptyState icon={CircleCheck} title={t('nothing')} text={t('nothingText')} />}
    >
      <ul aria-label={t('title')}>
        {groups.map((group) => (
          <li key={group.reason} className="grid gap-1.5 border-b px-4 py-3 last:border-b-0">
            <div className="font-medium">
              <SayingLines saying={saying(group)} />
            </div>
            <p className="text-ink-soft text-xs">
              {t('count', { count: group.count })} · <Instant at={group.first_at} /> – <Instant at={group.last_at} />
            </p>
            <p className="flex flex-wrap gap-x-3 gap-y-1 text-xs">
              {group.samples.map((sample) => (
                <Link
                  key={`${sample.event_id} ${sample.revision}`}
                  href={`/events?peek=${sample.event_id}`}
                  prefetch={false}
                  className="rounded text-accent-strong underline underline-offset-4"
                >
                  <ShortId id={sample.event_id} />
                </Link>
              ))}
            </p>
          </li>
        ))}
      </ul>
    </ListPanel>
  );
}
