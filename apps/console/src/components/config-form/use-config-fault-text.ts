'use client';

import { useTranslations } from 'next-intl';
import { pluginFaultWords } from '../hub-words/plugin-fault-words.ts';
import type { ConfigFault } from './read-fields.ts';

/** What is wrong with a setting, in words. */
export function useConfigFaultText(): (fault: ConfigFault) => string {
  const t = useTranslations('configForm.fault');
  const say = useTranslations('pluginFault');
  return (fault) =>
    fault.kind === 'rule' ? pluginFaultWords(say, fault.reason) : t(fault.kind, { limit: fault.limit ?? 0 });
}
