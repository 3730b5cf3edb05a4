'use client';

import type { ToldFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { useTranslations } from 'next-intl';
import type { Saying } from '../../components/hub-words/saying.ts';
import { pluginFaultWords } from './plugin-fault-words.ts';

/** As the hub tells it; without a reason where nothing is wrong. */
export type Told = Omit<ToldFault, 'reason'> & { readonly reason: string | null };

/** Why a plugin does not run as it should. Without a code there is the sentence of the hub alone. */
export function usePluginFaultSaying(): (told: Told) => Saying | undefined {
  const t = useTranslations('pluginFault');
  return ({ reason, reason_code: code, reason_values: values }) => {
    if (reason === null) return undefined;
    if (code === null || values === null) return { words: reason, sentence: undefined };
    return { words: pluginFaultWords(t, { code, values }), sentence: reason, complete: true };
  };
}
