'use client';

import { useTranslations } from 'next-intl';
import { useConfigFaultText } from '../../components/config-form/use-config-fault-text.ts';
import { pointerOfError, problemOfError } from '../../trpc/problem-of-error.ts';
import type { DraftFault } from './draft-fault.ts';

/** What is wrong at a place of the draft. */
export type FaultAt = (pointer: string) => string | undefined;

/**
 * The form's own word first, then the hub's, which may name a place inside of the field. The hub may have refused the
 * draft to several who asked it: the answer to one takes no word of another away.
 */
export function useFieldFaults(own: ReadonlyMap<string, DraftFault>, errors: readonly unknown[]): FaultAt {
  const t = useTranslations('subscriptions.form.fault');
  const configFaultText = useConfigFaultText();
  return (pointer) => {
    const fault = own.get(pointer);
    if (fault !== undefined) return typeof fault === 'string' ? t(fault) : configFaultText(fault);
    const error = errors.find((one) => `${pointerOfError(one) ?? ''}/`.startsWith(`${pointer}/`));
    return error === undefined ? undefined : (problemOfError(error).detail ?? t('refused'));
  };
}
