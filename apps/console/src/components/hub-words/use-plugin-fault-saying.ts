'use client';

import type { ToldFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { useTranslations } from 'next-intl';
import { pluginFaultWords } from './plugin-fault-words.ts';
import type { Saying } from './saying.ts';

/** As the hub tells it; without a reason where nothing is wrong. */
export type Told = Omit<ToldFault, 'reason'> & { readonly reason: string | null };

interface PluginFaultSaying {
  (told: ToldFault): Saying;
  (told: Told): Saying | undefined;
}

/** What the hub says of a plugin. Without a code there is its sentence alone. */
export function usePluginFaultSaying(): PluginFaultSaying {
  const t = useTranslations('pluginFault');
  return (({ reason, reason_code: code, reason_values: values }: Told) => {
    if (reason === null) return undefined;
    if (code === null || values === null) return { words: reason, sentence: undefined };
    return { words: pluginFaultWords(t, { code, values }), sentence: reason, complete: true };
  }) as PluginFaultSaying;
}
