'use client';

import { useTranslations } from 'next-intl';
import type { Saying } from '../../components/hub-words/saying.ts';
import { type Failure, failureWords } from './failure-words.ts';

/** Why something did not arrive. Without a code a person wrote why, if anybody did. */
export function useFailureSaying(): (failure: Failure) => Saying | undefined {
  const t = useTranslations('deliveries.failure');
  return ({ code, status, reason }) => {
    if (code === null) return reason === null ? undefined : { words: reason, sentence: undefined };
    const { key, complete } = failureWords(code, status);
    return { words: t(key, { status: String(status) }), sentence: reason ?? undefined, complete };
  };
}
