import type { payloadOperators } from '@activity-hub/contracts/activity/event-search';
import type { ExactInstant } from './exact-instant.ts';
import type { Keyset } from './keyset.ts';
import type { Sight } from './sight.ts';

/** A question about one place of the payload. `number` is the value where it reads as a number. */
export interface PayloadCondition {
  readonly path: readonly string[];
  readonly op: (typeof payloadOperators)[number];
  readonly value: string;
  readonly number: number | null;
}

/** What PostgreSQL answers from its indexes. */
export interface IndexedFilter {
  /** Whose events the answer may hold. */
  readonly sight: Sight;
  /** Known event types; undefined: every type. */
  readonly types?: readonly string[] | undefined;
  readonly user_id?: string | undefined;
  readonly from?: ExactInstant | undefined;
  readonly to?: ExactInstant | undefined;
  readonly after?: Keyset | undefined;
  readonly limit: number;
}

/** Everything that can be asked of events. */
export interface EventFilter extends IndexedFilter {
  readonly source?: string | undefined;
  readonly session_id?: string | undefined;
  readonly payload?: PayloadCondition | undefined;
}

/** Whether the indexes of PostgreSQL are enough: the rest is answered by the analytics store. */
export function isIndexed(filter: EventFilter): boolean {
  return filter.source === undefined && filter.session_id === undefined && filter.payload === undefined;
}
