'use client';

import type { PluginLogLevel, PluginLogLine } from '@activity-hub/contracts/activity/plugin-evidence';
import type { ToldFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { sayingText } from '../../components/hub-words/saying.ts';
import { usePluginFaultSaying } from '../../components/hub-words/use-plugin-fault-saying.ts';
import { ListPanel } from '../../components/list-panel.tsx';
import { Badge, type BadgeTone } from '../../components/ui/badge.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { usePages } from '../../components/use-pages.ts';
import { Instant } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';

const levels: readonly PluginLogLevel[] = ['debug', 'info', 'warn', 'error'];
const tones: Partial<Record<PluginLogLevel, BadgeTone>> = { warn: 'warning', error: 'danger' };

/** What a plugin and its host wrote, newest first. */
export function LogsTab({ pluginId }: { readonly pluginId: string }): ReactNode {
  const t = useTranslations('plugins.logs');
  const hub = useHub();
  const saying = usePluginFaultSaying();
  const locale = useLocale();
  const [level, setLevel] = useState<PluginLogLevel>('debug');
  const query = useInfiniteQuery(
    hub.plugins.logs.infiniteQueryOptions(
      { plugin_id: pluginId, level },
      { getNextPageParam: (page) => page.next_cursor },
    ),
  );
  const { rows } = usePages(query);
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="overflow-x-auto p-0.5">
        <Segmented
          label={t('level')}
          options={levels.map((value) => ({ value, label: t(`from.${value}`) }))}
          value={level}
          onChoose={setLevel}
        />
      </div>
      <ListPanel
        query={query}
        count={rows.length}
        empty={<EmptyState icon={ScrollText} title={t('nothing')} text={t('nothingText')} />}
      >
        <ul aria-label={t('title')}>
          {rows.map((line) => (
            <li key={line.log_id} className="flex flex-wrap items-baseline gap-x-3 border-b px-4 py-2 last:border-b-0">
              <Instant at={line.at} form="precise" className="text-ink-soft text-xs" />
              <Badge tone={tones[line.level] ?? 'neutral'}>{t(`line.${line.level}`)}</Badge>
              <span className="min-w-0 flex-1 whitespace-pre-wrap [overflow-wrap:anywhere]">
                {sayingText(saying(toldIn(line)), locale)}
              </span>
              <code className="font-mono text-ink-faint text-xs">{line.revision}</code>
            </li>
          ))}
        </ul>
      </ListPanel>
    </div>
  );
}

/** What the plugin printed stays as it is. */
function toldIn({ message, message_code, message_values }: PluginLogLine): ToldFault {
  return { reason: message, reason_code: message_code, reason_values: message_values };
}
