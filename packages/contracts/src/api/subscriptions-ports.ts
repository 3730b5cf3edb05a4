import type { Act } from '../access/act.ts';
import type {
  Acknowledged,
  Acknowledgement,
  DeadLetterGroups,
  DeliveryDetail,
  DeliveryPage,
  DeliveryQuery,
  DeliverySearch,
  PulledDeliveries,
  PullRequest,
  Resending,
} from '../dispatch/delivery.ts';
import type { DeadLetterDiscard, RedriveEstimate, RedrivePlan, RedriveRun, RedriveStart } from '../dispatch/redrive.ts';
import type {
  CreatedSubscription,
  FilterTrial,
  FilterTrialResult,
  SecretRotation,
  SinkList,
  SubscriptionChange,
  SubscriptionDraft,
  SubscriptionPage,
  SubscriptionSearch,
  SubscriptionView,
} from '../dispatch/subscription.ts';

/** Who gets what, and what became of it. Every change is audited and appended to the log as an event. */
export interface SubscriptionPorts {
  /** @throws HubError invalid_cursor */
  list(search: SubscriptionSearch): Promise<SubscriptionPage>;
  /** @throws HubError not_found */
  get(subscriptionId: string): Promise<SubscriptionView>;
  /** @throws HubError invalid_filter, invalid_template, invalid_destination, invalid_cursor, too_many_subscriptions */
  create(draft: SubscriptionDraft, act: Act): Promise<CreatedSubscription>;
  change(change: SubscriptionChange, act: Act): Promise<SubscriptionView>;
  remove(subscriptionId: string, act: Act): Promise<{ readonly removed: true }>;
  pause(subscriptionId: string, act: Act): Promise<SubscriptionView>;
  /** Also after the hub disabled it. */
  resume(subscriptionId: string, act: Act): Promise<SubscriptionView>;
  rotateSecret(rotation: SecretRotation, act: Act): Promise<CreatedSubscription>;
  sinks(): Promise<SinkList>;
  /** @throws HubError invalid_filter, invalid_template */
  tryFilter(trial: FilterTrial): Promise<FilterTrialResult>;

  deliveries(search: DeliverySearch): Promise<DeliveryPage>;
  delivery(query: DeliveryQuery): Promise<DeliveryDetail>;
  deadLetters(subscriptionId: string | undefined): Promise<DeadLetterGroups>;
  /** @throws HubError not_redrivable */
  resend(wanted: Resending, act: Act): Promise<DeliveryDetail>;
  /** Of a subscription with `fifo`: the head does not hold up its user any longer. @throws HubError not_redrivable */
  skip(query: DeliveryQuery, act: Act): Promise<DeliveryDetail>;
  discard(wanted: DeadLetterDiscard, act: Act): Promise<{ readonly discarded: number }>;

  estimateRedrive(plan: RedrivePlan): Promise<RedriveEstimate>;
  startRedrive(plan: RedriveStart, act: Act): Promise<RedriveRun>;
  redrives(subscriptionId: string): Promise<readonly RedriveRun[]>;
  redrive(runId: string): Promise<RedriveRun>;
  steerRedrive(runId: string, step: 'pause' | 'resume' | 'cancel', act: Act): Promise<RedriveRun>;

  /** For admins and the key of the subscription. @throws HubError not_found, forbidden, not_pullable */
  pull(request: PullRequest, act: Act): Promise<PulledDeliveries>;
  acknowledge(wanted: Acknowledgement, act: Act): Promise<Acknowledged>;
}
