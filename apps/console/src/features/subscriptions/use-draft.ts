'use client';

import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { ShownSink } from '../sinks/shown-sink.ts';
import { useSinks } from '../sinks/use-sinks.ts';
import type { DestinationFieldsProps } from './destination-fields-props.ts';
import type { DraftFault } from './draft-fault.ts';
import type { DraftFieldsProps } from './event-fields.tsx';
import { draftFaults, type SubscriptionDraft } from './subscription-draft.ts';
import { useFieldFaults } from './use-field-faults.ts';

interface DraftState {
  readonly draft: SubscriptionDraft;
  readonly fields: DraftFieldsProps;
  readonly destinationFields: DestinationFieldsProps;
  /** What a draft for a sink is read with. */
  readonly sinks: readonly ShownSink[];
  /** How many fields the form itself finds wrong, once somebody tried to send it. */
  readonly faults: number;
  readonly ref: RefObject<HTMLFormElement | null>;
  readonly submit: (event: FormEvent, send: () => void) => void;
  /** The tester meets the same faults as the form: they belong to the same fields. */
  readonly setTrialError: (error: unknown) => void;
}

const noFaults: ReadonlyMap<string, DraftFault> = new Map();

export function useDraft(initial: SubscriptionDraft, withDestination: boolean, sendError: unknown): DraftState {
  const [draft, setDraft] = useState(initial);
  const [attempts, setAttempts] = useState(0);
  const [trialError, setTrialError] = useState<unknown>(null);
  const ref = useRef<HTMLFormElement>(null);
  const known = useSinks(withDestination && draft.destination.kind === 'sink').data?.items;
  const sinks = known ?? [];
  const found = draftFaults(draft, withDestination, sinks);
  const shown = attempts === 0 ? noFaults : found;
  const faultAt = useFieldFaults(shown, [trialError, sendError]);
  // To the first field that is wrong: on a long form it may be out of sight.
  useEffect(() => {
    if (attempts > 0 || sendError !== null) ref.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [attempts, sendError]);
  const change = (part: Partial<SubscriptionDraft>): void => setDraft((before) => ({ ...before, ...part }));
  return {
    draft,
    ref,
    sinks,
    faults: shown.size,
    fields: { draft, faultAt, onChange: change },
    destinationFields: {
      draft: draft.destination,
      sinks: known,
      faultAt,
      onChange: (part) => change({ destination: { ...draft.destination, ...part } }),
    },
    submit: (event, send) => {
      event.preventDefault();
      setTrialError(null);
      setAttempts((count) => count + 1);
      if (found.size === 0) send();
    },
    setTrialError,
  };
}
