import type { ActivityEvent, Json } from '@activity-hub/contracts/event';
import type { Arrival } from '../arrival.ts';
import type { Fault } from '../fault.ts';
import type { NormalisedEvent } from '../normalise-event.ts';

/** An event on its way through the steps. Each step may count on what the steps before it have done. */
export interface Draft {
  /** As sent; what the step `source` fills in is in a copy. Of the base schema after the step `envelope`. */
  sent: ActivityEvent;
  /** The producer's fields in the one form that is digested; from the step `normalise` on. */
  fields: NormalisedEvent;
  /** What it is recorded as: another type than the producer's after a redirect. */
  eventType: string;
  /** The zone that decides the day; from the step `identity` on. */
  zone: string;
  /** Whether the hub filled in the time, which is then no part of what the producer said. */
  timestampIsOurs: boolean;
  /** What the hub adds to this event beside what it adds to all of the request. */
  context: Record<string, Json> | undefined;
}

export type StepAnswer =
  | 'ok'
  | { readonly refuse: Fault }
  /** The event is taken as another type, and the steps from `scope` on run again for that. */
  | { readonly redirect: string };

export interface Step {
  readonly name: string;
  run(draft: Draft, arrival: Arrival): StepAnswer;
}

export function refuse(code: Fault['code'], pointer: string, detail: string): StepAnswer {
  return { refuse: { code, pointer, detail } };
}

export function addContext(draft: Draft, name: string, value: Json): void {
  draft.context ??= {};
  draft.context[name] = value;
}
