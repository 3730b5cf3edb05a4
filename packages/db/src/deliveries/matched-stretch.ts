import { bareArray, quotedArray } from '../postgres/text-array.ts';

/** An event that a subscription gets, or that its filter or template threw at. */
export interface MatchedEvent {
  readonly subscription_id: string;
  readonly offset: number;
  readonly recorded_at: string;
  readonly event_id: string;
  readonly user_id: string | null;
  readonly event_type: string;
  /** The order of users is kept. */
  readonly ordered: boolean;
  /** Why it is a dead letter before anything was sent; null: it is to be sent. */
  readonly fault: string | null;
}

/** What matched in a stretch of one lane. */
export interface MatchedStretch {
  readonly matches: readonly MatchedEvent[];
  /** Events whose payload lacks a key of the filter, by subscription. */
  readonly missingKeys: ReadonlyMap<string, number>;
}

/** What matched, and in which lane. */
export interface LaneStretch {
  readonly lane: number;
  readonly stretch: MatchedStretch;
}

/** In the order of `insert_deliveries`. */
export function stretchParameters(stretches: readonly LaneStretch[]) {
  const matches = stretches.flatMap(({ stretch }) => stretch.matches);
  const missing = stretches.flatMap(({ lane, stretch }) =>
    [...stretch.missingKeys].map(([subscription, count]) => ({ lane, subscription, count })),
  );
  return {
    lanes: bareArray(stretches.flatMap(({ lane, stretch }) => stretch.matches.map(() => lane))),
    subscriptions: bareArray(matches.map((row) => row.subscription_id)),
    offsets: bareArray(matches.map((row) => row.offset)),
    recorded: bareArray(matches.map((row) => row.recorded_at)),
    eventIds: bareArray(matches.map((row) => row.event_id)),
    users: bareArray(matches.map((row) => row.user_id)),
    ordered: bareArray(matches.map((row) => String(row.ordered))),
    types: quotedArray(matches.map((row) => row.event_type)),
    faults: quotedArray(matches.map((row) => row.fault)),
    missedLanes: bareArray(missing.map(({ lane }) => lane)),
    missedSubscriptions: bareArray(missing.map(({ subscription }) => subscription)),
    missedCounts: bareArray(missing.map(({ count }) => count)),
  };
}
