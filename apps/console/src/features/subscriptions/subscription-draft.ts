import type { Json } from '@activity-hub/contracts/event';
import { readJson } from '../../components/read-json.ts';
import { arePatterns } from '../keys/key-draft.ts';
import type { ShownSink } from '../sinks/shown-sink.ts';
import { type DestinationDraft, destinationDraftOf, destinationOf, emptyDestination } from './destination-draft.ts';
import { destinationFaults } from './destination-faults.ts';
import type { DraftFault } from './draft-fault.ts';
import { isCount } from './is-count.ts';
import type { ShownSubscription, SubscriptionChangeInput, SubscriptionInput } from './shown-subscription.ts';

export const startKinds = ['now', 'beginning', 'time', 'cursor'] as const;

/** A subscription as the form holds it: everything is text until it is sent. */
export interface SubscriptionDraft {
  readonly name: string;
  readonly topics: readonly string[];
  readonly filter: string;
  readonly template: string;
  readonly destination: DestinationDraft;
  readonly start: (typeof startKinds)[number];
  readonly startAtMs: number | null;
  readonly startCursor: string;
  readonly fifo: boolean;
  readonly concurrency: string;
  readonly ratePerSecond: string;
}

export const emptyDraft: SubscriptionDraft = {
  name: '',
  topics: [],
  filter: '',
  template: '',
  destination: emptyDestination,
  start: 'now',
  startAtMs: null,
  startCursor: '',
  fifo: false,
  concurrency: '10',
  ratePerSecond: '',
};

/** @param sinkId of the sink that takes the events; null: nobody has chosen yet where they go */
export function draftFor(sinkId: string | null): SubscriptionDraft {
  return sinkId === null ? emptyDraft : { ...emptyDraft, destination: { ...emptyDestination, kind: 'sink', sinkId } };
}

export function draftOf(shown: ShownSubscription): SubscriptionDraft {
  return {
    ...emptyDraft,
    name: shown.name,
    topics: shown.topics,
    filter: shown.filter ?? '',
    template: shown.template === null ? '' : JSON.stringify(shown.template, null, 2),
    destination: destinationDraftOf(shown.destination),
    fifo: shown.fifo,
    concurrency: String(shown.concurrency),
    ratePerSecond: shown.rate_per_second === null ? '' : String(shown.rate_per_second),
  };
}

/** What the form itself can tell, by the JSON pointer at which the hub would tell it. */
export function draftFaults(
  draft: SubscriptionDraft,
  withDestination: boolean,
  sinks: readonly ShownSink[],
): ReadonlyMap<string, DraftFault> {
  const faults = new Map<string, DraftFault>();
  if (draft.name.trim() === '') faults.set('/name', 'missing');
  if (draft.topics.length === 0) faults.set('/topics', 'missing');
  else if (!arePatterns(draft.topics.join(' '))) faults.set('/topics', 'topic');
  if ('fault' in templateOf(draft.template)) faults.set('/template', 'json');
  if (!isCount(draft.concurrency)) faults.set('/concurrency', 'number');
  if (draft.ratePerSecond.trim() !== '' && !isCount(draft.ratePerSecond)) faults.set('/rate_per_second', 'number');
  if (draft.start === 'time' && draft.startAtMs === null) faults.set('/from/at', 'missing');
  if (draft.start === 'cursor' && draft.startCursor.trim() === '') faults.set('/from/cursor', 'missing');
  if (!withDestination) return faults;
  for (const [pointer, fault] of destinationFaults(draft.destination, sinks)) faults.set(pointer, fault);
  return faults;
}

/** Null: no template, the event itself is sent. */
export function templateOf(text: string): { readonly value: Json } | { readonly fault: string } {
  if (text.trim() === '') return { value: null };
  const read = readJson(text);
  return 'fault' in read ? read : { value: read.value as Json };
}

type Template = NonNullable<SubscriptionInput['template']>;

function sharedOf(draft: SubscriptionDraft) {
  const template = templateOf(draft.template);
  return {
    name: draft.name.trim(),
    topics: [...draft.topics],
    filter: draft.filter.trim() === '' ? null : draft.filter.trim(),
    template: 'value' in template ? (template.value as Template) : null,
    fifo: draft.fifo,
    concurrency: Number(draft.concurrency),
    rate_per_second: draft.ratePerSecond.trim() === '' ? null : Number(draft.ratePerSecond),
  };
}

export function newSubscriptionOf(draft: SubscriptionDraft, sinks: readonly ShownSink[]): SubscriptionInput {
  return { ...sharedOf(draft), destination: destinationOf(draft.destination, sinks), from: startOf(draft) };
}

function startOf({ start, startAtMs, startCursor }: SubscriptionDraft): NonNullable<SubscriptionInput['from']> {
  if (start === 'time') return { kind: 'time', at: new Date(startAtMs ?? 0).toISOString() };
  if (start === 'cursor') return { kind: 'cursor', cursor: startCursor.trim() };
  return { kind: start };
}

/** The destination only where it is written anew: left out, it stays with its secrets. */
export function changeOf(
  subscriptionId: string,
  draft: SubscriptionDraft,
  withDestination: boolean,
  sinks: readonly ShownSink[],
): SubscriptionChangeInput {
  return {
    subscription_id: subscriptionId,
    ...sharedOf(draft),
    ...(withDestination ? { destination: destinationOf(draft.destination, sinks) } : {}),
  };
}
