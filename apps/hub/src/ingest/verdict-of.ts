import { encodePosition } from '@activity-hub/contracts/position';
import type { Verdict } from '@activity-hub/contracts/receipt';
import type { AppendOutcome } from '@activity-hub/db/event-store/event-store';
import type { Fault } from './fault.ts';

export type RefusedVerdict = Extract<Verdict, { status: 'refused' }>;

export function refusedVerdict(eventId: string | null, fault: Fault, refusedId: string | null): RefusedVerdict {
  return {
    status: 'refused',
    event_id: eventId,
    code: fault.code,
    detail: fault.detail,
    pointer: fault.pointer,
    refused_id: refusedId,
  };
}

function conflictVerdict(eventId: string, outcome: Extract<AppendOutcome, { status: 'conflict' }>): Verdict {
  const { kept_digest, sent_digest } = outcome;
  return {
    status: 'conflict',
    event_id: eventId,
    code: 'event_id_conflict',
    detail:
      'The id is taken by an event with other content. Give a new event a new id; to correct one, publish a correction.',
    ...(kept_digest === undefined ? {} : { kept_digest }),
    ...(sent_digest === undefined ? {} : { sent_digest }),
  };
}

/** What the event log answered, as the producer gets it; undefined when the event log refused to store it. */
export function verdictOf(eventId: string, pointer: string, outcome: AppendOutcome): Verdict | undefined {
  switch (outcome.status) {
    case 'accepted':
    case 'duplicate': {
      const { recorded_at, digest } = outcome;
      const receipt = { event_id: eventId, position: encodePosition(outcome.position), recorded_at, digest };
      return outcome.status === 'accepted'
        ? { status: 'accepted', duplicate: false, receipt }
        : { status: 'duplicate', duplicate: true, receipt };
    }
    case 'conflict':
      return conflictVerdict(eventId, outcome);
    case 'erased': {
      // Kept nowhere: a copy among the refused events would bring back what a person had erased.
      const detail = 'The event with this id was erased and cannot be published again.';
      return refusedVerdict(eventId, { code: 'event_erased', pointer: `${pointer}/event_id`, detail }, null);
    }
    case 'refused':
      return undefined;
  }
}
