'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useConfigFaultText } from '../../components/config-form/use-config-fault-text.ts';
import { sayingText } from '../../components/hub-words/saying.ts';
import { useProblem } from '../../components/hub-words/use-problem.ts';
import { pointerOfError } from '../../trpc/problem-of-error.ts';
import type { DraftFault } from './draft-fault.ts';

/** What is wrong at a place of the draft. */
export type FaultAt = (pointer: string) => string | undefined;

/**
 * The form's own word first, then that of the hub, which may name a place inside of the field. The hub may have refused the
 * draft to several who asked it: the answer to one takes no word of another away.
 */
export function useFieldFaults(own: ReadonlyMap<string, DraftFault>, errors: readonly unknown[]): FaultAt {
  const t = useTranslations('subscriptions.form.fault');
  const locale = useLocale();
  const problem = useProblem();
  const configFaultText = useConfigFaultText();
  return (pointer) => {
    const fault = own.get(pointer);
    if (fault !== undefined) return typeof fault === 'string' ? t(fault) : configFaultText(fault);
    const error = errors.find((one) => `${pointerOfError(one) ?? ''}/`.startsWith(`${pointer}/`));
    return error === undefined ? undefined : sayingText(problem(error), locale);
  };
}
