'use client';

import { useLocale, useTranslations } from 'next-intl';
import { toast } from 'sonner';
import { problemOfError } from '../../trpc/problem-of-error.ts';
import { isKnownFault, pluginFaultWords } from './plugin-fault-words.ts';
import { type Saying, shownSaying } from './saying.ts';
import { useProblemTitle } from './use-problem-title.ts';

/** Why something was refused or failed. */
export function useProblem(): (error: unknown) => Saying {
  const t = useTranslations('problem');
  const say = useTranslations('pluginFault');
  const title = useProblemTitle();
  return (error) => {
    const { code, detail, reasons } = problemOfError(error);
    if (code === undefined) return { words: t('unknown'), sentence: detail };
    if (reasons?.every(isKnownFault)) {
      const words = reasons.map((reason) => pluginFaultWords(say, reason)).join(' ');
      return { words, sentence: detail, complete: true };
    }
    // The sentence beside it is the console's own.
    return { words: title(code), sentence: code === 'hub_unreachable' ? undefined : detail };
  };
}

/** Tells of a failure where nothing else on the page has a place for it. */
export function useProblemToast(): (error: unknown) => void {
  const problem = useProblem();
  const locale = useLocale();
  return (error) => {
    const { lead, detail } = shownSaying(problem(error), locale);
    toast.error(lead, { description: detail });
  };
}
