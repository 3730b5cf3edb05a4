'use client';

import { useTranslations } from 'next-intl';
import { pointerOfError, problemOfError } from '../../trpc/problem-of-error.ts';
import type { DraftFault } from './draft-fault.ts';

/** What is wrong at a place of the draft. */
export type FaultAt = (pointer: string) => string | undefined;

/** The form's own word first, then the hub's, which may name a place inside of the field. */
export function useFieldFaults(own: ReadonlyMap<string, DraftFault>, error: unknown): FaultAt {
  const t = useTranslations('subscriptions.form.fault');
  const refusedAt = pointerOfError(error);
  const detail = problemOfError(error).detail;
  return (pointer) => {
    const fault = own.get(pointer);
    if (fault !== undefined) return t(fault);
    if (refusedAt === undefined || (refusedAt !== pointer && !refusedAt.startsWith(`${pointer}/`))) return undefined;
    return detail ?? t('refused');
  };
}
