import type { AnomalyCase, CasePage, CaseSearch } from '../activity/anomaly-case.ts';
import type { EventPage, EventRowPage, EventSearch, EventTypeInfo } from '../activity/event-search.ts';
import type { RefusedPage, RefusedSearch } from '../activity/refused-search.ts';
import type { SystemStats, TrendQuery, Trends } from '../activity/system-activity.ts';
import type {
  ScorePeriod,
  UserList,
  UserScore,
  UserStreaks,
  UserSummary,
  UserTimeline,
} from '../activity/user-activity.ts';
import type { RecordedEvent } from '../event.ts';

/**
 * What the procedures need of a hub. The hub implements it over its databases; tests may implement
 * it over arrays. Every method may throw a `HubError`.
 */
export interface HubPorts {
  readonly events: {
    /** @throws HubError not_found */
    get(eventId: string): Promise<RecordedEvent>;
    search(search: EventSearch): Promise<EventPage>;
    rows(search: EventSearch): Promise<EventRowPage>;
    types(): Promise<readonly EventTypeInfo[]>;
    refused(search: RefusedSearch): Promise<RefusedPage>;
  };
  readonly users: {
    list(query: { readonly prefix?: string | undefined; readonly limit: number }): Promise<UserList>;
    timeline(query: {
      readonly user_id: string;
      readonly cursor?: string | undefined;
      readonly days: number;
    }): Promise<UserTimeline>;
    score(query: {
      readonly user_id: string;
      readonly period: ScorePeriod;
      readonly from?: string | undefined;
      readonly to?: string | undefined;
    }): Promise<UserScore>;
    streaks(userId: string): Promise<UserStreaks>;
    summary(userId: string): Promise<UserSummary>;
  };
  readonly system: {
    stats(): Promise<SystemStats>;
    trends(query: TrendQuery): Promise<Trends>;
  };
  readonly anomalies: {
    list(search: CaseSearch): Promise<CasePage>;
    /** @throws HubError not_found */
    get(caseId: string): Promise<AnomalyCase>;
  };
}
