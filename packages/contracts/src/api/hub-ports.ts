import type { Unmasking } from '../access/audit.ts';
import type { AggregateExplanation, AggregateExplanationQuery } from '../activity/aggregate-explanation.ts';
import type { AnomalyCase, CasePage, CaseSearch } from '../activity/anomaly-case.ts';
import type { EventPage, EventRowPage, EventSearch, EventTypeInfo, MarkedEvent } from '../activity/event-search.ts';
import type { ScoreExplanation, ScoreExplanationQuery } from '../activity/explanation.ts';
import type { SystemStats, TrendQuery, Trends } from '../activity/system-activity.ts';
import type {
  ScorePeriod,
  UserList,
  UserScore,
  UserStreaks,
  UserSummary,
  UserTimeline,
} from '../activity/user-activity.ts';
import type { UserMetrics, UserMetricsQuery } from '../activity/user-metrics.ts';
import type { AuditPorts } from './audit-ports.ts';
import type { CasePorts } from './cases-ports.ts';
import type { CohortPorts } from './cohorts-ports.ts';
import type { CorrectionPorts } from './corrections-ports.ts';
import type { KeyPorts } from './keys-ports.ts';
import type { ParticipantPorts } from './participants-ports.ts';
import type { PeoplePorts } from './people-ports.ts';
import type { PluginPorts } from './plugins-ports.ts';
import type { PublishPorts } from './publish-ports.ts';
import type { RefusedPorts } from './refused-ports.ts';
import type { SchemaPorts } from './schemas-ports.ts';
import type { SourcePorts } from './sources-ports.ts';
import type { StreamPorts } from './stream-ports.ts';
import type { SubscriptionPorts } from './subscriptions-ports.ts';
import type { WorkPorts } from './works-ports.ts';

/**
 * What the procedures need of a hub, made for one caller: queries answer what this caller may see, and
 * changes are recorded under the caller's name. The hub implements it over its databases; tests may
 * implement it over arrays. Every method may throw a `HubError`.
 */
export interface HubPorts {
  readonly events: {
    /** @throws HubError not_found, unknown_event_version, not_upcastable */
    get(eventId: string, asVersion?: string): Promise<MarkedEvent>;
    /** The whole event, audited. @throws HubError not_found */
    unmask(wanted: Unmasking): Promise<MarkedEvent>;
    search(search: EventSearch): Promise<EventPage>;
    rows(search: EventSearch): Promise<EventRowPage>;
    types(): Promise<readonly EventTypeInfo[]>;
  };
  readonly users: {
    list(query: {
      readonly prefix?: string | undefined;
      readonly search?: string | undefined;
      readonly limit: number;
    }): Promise<UserList>;
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
    /** @throws HubError range_too_wide, query_timeout, invalid_cursor, not_explainable */
    explainScore(query: ScoreExplanationQuery): Promise<ScoreExplanation>;
    /** @throws HubError invalid_query */
    metrics(query: UserMetricsQuery): Promise<UserMetrics>;
    streaks(userId: string): Promise<UserStreaks>;
    summary(userId: string): Promise<UserSummary>;
  };
  readonly aggregates: {
    /** @throws HubError not_found, not_in_cohort, range_too_wide, query_timeout, invalid_cursor, not_explainable */
    explain(query: AggregateExplanationQuery): Promise<AggregateExplanation>;
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
  readonly cases: CasePorts;
  readonly works: WorkPorts;
  readonly keys: KeyPorts;
  readonly people: PeoplePorts;
  readonly cohorts: CohortPorts;
  readonly participants: ParticipantPorts;
  readonly audit: AuditPorts;
  readonly schemas: SchemaPorts;
  readonly refused: RefusedPorts;
  readonly sources: SourcePorts;
  readonly plugins: PluginPorts;
  readonly corrections: CorrectionPorts;
  readonly subscriptions: SubscriptionPorts;
  readonly stream: StreamPorts;
  readonly publish: PublishPorts;
}

/** The part that only reads: what was recorded and what was made of it. */
export type QueryPorts = Pick<HubPorts, 'events' | 'users' | 'aggregates' | 'system' | 'anomalies' | 'works'>;
