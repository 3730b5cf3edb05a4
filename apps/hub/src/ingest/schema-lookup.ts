import type { Fault } from './fault.ts';

/** What the registry says about a type in a version. */
export type SchemaAnswer =
  | { readonly kind: 'validate'; validate(payload: unknown): Fault | undefined }
  /** Not known. `keep`: the policy of the source takes it unvalidated, and it is marked. */
  | { readonly kind: 'unknown'; readonly fault: Fault; readonly keep: boolean }
  /** The type has a successor: the event is recorded as that. */
  | { readonly kind: 'redirect'; readonly event_type: string };

/** The schema registry as ingest needs it: answered from memory, on the hot path. */
export interface SchemaLookup {
  /** @param eventType canonical */
  find(eventType: string, version: string, source: string): SchemaAnswer;
  /** The same without counting use: for events that are only tried. */
  readonly uncounted?: SchemaLookup | undefined;
}
