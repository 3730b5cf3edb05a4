import type { Act } from '@activity-hub/contracts/access/act';
import { SUBSCRIPTION_LIMITS } from '@activity-hub/contracts/dispatch/destination';
import type {
  CreatedSubscription,
  SecretRotation,
  SubscriptionChange,
  SubscriptionDraft,
  SubscriptionView,
} from '@activity-hub/contracts/dispatch/subscription';
import { HubError } from '@activity-hub/contracts/errors';
import type { Json, JsonObject } from '@activity-hub/contracts/event';
import type { Statements } from '@activity-hub/db/postgres/statements';
import { countSubscriptions } from '@activity-hub/db/subscriptions/count-subscriptions';
import { expireSecrets } from '@activity-hub/db/subscriptions/expire-secrets';
import { insertSecret } from '@activity-hub/db/subscriptions/insert-secret';
import { insertSubscription } from '@activity-hub/db/subscriptions/insert-subscription';
import { insertSubscriptionLanes } from '@activity-hub/db/subscriptions/insert-subscription-lanes';
import { listSinks } from '@activity-hub/db/subscriptions/list-sinks';
import { raiseEpoch } from '@activity-hub/db/subscriptions/raise-epoch';
import { removeSubscription } from '@activity-hub/db/subscriptions/remove-subscription';
import type { SubscriptionRow } from '@activity-hub/db/subscriptions/subscription-row';
import { type SubscriptionUpdate, updateSubscription } from '@activity-hub/db/subscriptions/update-subscription';
import { nameOfActor } from '../../catalogue/name-of-actor.ts';
import { splitDestination } from '../destination-secrets.ts';
import { type DispatchEventKind, dispatchEvent } from '../dispatch-event.ts';
import { matcherRef } from '../matcher-ref.ts';
import { demandDestination, validFilter, validTemplate } from './demand-valid.ts';
import type { DispatchSources } from './dispatch-sources.ts';
import { demandBox, newSecret } from './new-secret.ts';
import { existingSubscription, readSubscriptionView, unknownSubscription } from './read-subscription-views.ts';
import { startOffsets } from './start-offsets.ts';

/** What the audit keeps of a subscription: settings, no secrets. */
function settingsOf(row: SubscriptionRow): JsonObject {
  const { name, topics, filter, template, destination, fifo, concurrency, rate_per_second, state } = row;
  return { name, topics: [...topics], filter, template, destination, fifo, concurrency, rate_per_second, state };
}

interface Told {
  readonly kind: DispatchEventKind;
  readonly row: SubscriptionRow;
  readonly before: Json;
  readonly after: Json;
}

/** The change, its record in the audit and the epoch stand or fall together; the event follows. */
async function audited(
  { changes, audit, eventStore, now }: DispatchSources,
  { actor: caller, request_id: requestId }: Act,
  work: (transaction: Statements, epoch: number) => Promise<Told>,
): Promise<SubscriptionRow> {
  const told = await changes.begin(async (transaction) => {
    const epoch = await raiseEpoch(transaction);
    const done = await work(transaction, epoch);
    const { kind, row, before, after } = done;
    const subject = `subscription:${row.subscription_id}`;
    await audit.record({ caller, requestId, action: kind, subject, before, after }, transaction);
    return { ...done, subject: String(epoch) };
  });
  const { kind, row, subject } = told;
  await eventStore.append([dispatchEvent({ kind, subscription: row, subject, at: now(), reason: row.state_reason })]);
  return row;
}

/** What of a destination is stored. */
async function storedDestination(sources: DispatchSources, destination: SubscriptionDraft['destination']) {
  const sinks = destination.kind === 'sink' ? await listSinks(sources.sql) : [];
  demandDestination(destination, sources.allow, sinks);
  const { shown, secret } = splitDestination(destination, sinks);
  return {
    destination: shown,
    sealed: secret === null ? null : demandBox(sources.box).seal(secret, 'destination'),
  };
}

export async function createSubscription(
  sources: DispatchSources,
  draft: SubscriptionDraft,
  act: Act,
): Promise<CreatedSubscription> {
  const { destination, from, ...settings } = draft;
  validFilter(draft.filter);
  validTemplate(draft.template as Json, destination);
  const stored = await storedDestination(sources, destination);
  const secret = destination.kind === 'webhook' ? newSecret(demandBox(sources.box), 'hmac') : undefined;
  const row = await audited(sources, act, async (transaction, epoch) => {
    if ((await countSubscriptions(transaction)) >= SUBSCRIPTION_LIMITS.maxSubscriptions) {
      const detail = `There are ${SUBSCRIPTION_LIMITS.maxSubscriptions} subscriptions already. Remove one first.`;
      throw new HubError('too_many_subscriptions', detail);
    }
    const made = { ...settings, ...stored, template: draft.template as Json, created_by: nameOfActor(act) };
    const inserted = await insertSubscription(transaction, made, epoch);
    const { subscription_id: id } = inserted;
    await insertSubscriptionLanes(transaction, matcherRef, id, await startOffsets(transaction, from));
    if (secret !== undefined) await insertSecret(transaction, id, secret.kept);
    return { kind: 'subscription.created', row: inserted, before: null, after: settingsOf(inserted) };
  });
  const subscription = await readSubscriptionView({ ...sources, sql: sources.changes }, row.subscription_id);
  return { subscription, secret: secret?.told ?? null };
}

export async function changeSubscription(
  sources: DispatchSources,
  { subscription_id: id, destination, ...settings }: SubscriptionChange,
  act: Act,
): Promise<SubscriptionView> {
  const known = await existingSubscription(sources, id);
  validFilter(settings.filter ?? null);
  const kind = known.destination['kind'];
  if (destination !== undefined && destination.kind !== kind) {
    const detail = 'What is sent to a webhook is not pulled or put into a sink: make another subscription for that.';
    throw new HubError('invalid_destination', detail, { pointer: '/destination/kind' });
  }
  const template = settings.template === undefined ? known.template : (settings.template as Json);
  validTemplate(template, kind === 'sink' ? { kind: 'sink', sink_id: '', config: {} } : undefined);
  const stored = destination === undefined ? {} : await storedDestination(sources, destination);
  await updated(sources, id, act, 'subscription.changed', { ...settings, ...stored } as SubscriptionUpdate);
  return await readSubscriptionView({ ...sources, sql: sources.changes }, id);
}

async function updated(
  sources: DispatchSources,
  id: string,
  act: Act,
  kind: DispatchEventKind,
  update: SubscriptionUpdate,
  more: (transaction: Statements) => Promise<void> = async () => {},
): Promise<void> {
  await audited(sources, act, async (transaction, epoch) => {
    const before = await existingSubscription({ sql: transaction as DispatchSources['sql'] }, id);
    const row = await updateSubscription(transaction, id, update, epoch);
    if (row === undefined) throw unknownSubscription();
    await more(transaction);
    return { kind, row, before: settingsOf(before), after: settingsOf(row) };
  });
}

export async function removeSubscriptionOf(sources: DispatchSources, id: string, act: Act): Promise<{ removed: true }> {
  await audited(sources, act, async (transaction, epoch) => {
    const row = await existingSubscription({ sql: transaction as DispatchSources['sql'] }, id);
    await removeSubscription(transaction, id, epoch);
    return { kind: 'subscription.removed', row, before: settingsOf(row), after: null };
  });
  return { removed: true };
}

const states = {
  pause: { kind: 'subscription.paused', update: { state: 'paused', state_reason: null } },
  resume: {
    kind: 'subscription.resumed',
    update: { state: 'active', state_reason: null, failing_since: null, warned_percent: 0, circuit_open_until: null },
  },
} as const;

export async function switchSubscription(
  sources: DispatchSources,
  step: keyof typeof states,
  id: string,
  act: Act,
): Promise<SubscriptionView> {
  await updated(sources, id, act, states[step].kind, states[step].update);
  return await readSubscriptionView({ ...sources, sql: sources.changes }, id);
}

export async function rotateSecret(
  sources: DispatchSources,
  { subscription_id: id, kind, overlap_hours }: SecretRotation,
  act: Act,
): Promise<CreatedSubscription> {
  const known = await existingSubscription(sources, id);
  if (known.destination['kind'] !== 'webhook') {
    const detail = 'Only webhooks are signed; this subscription has no secret.';
    throw new HubError('invalid_destination', detail, { pointer: '/subscription_id' });
  }
  const secret = newSecret(demandBox(sources.box), kind);
  await updated(sources, id, act, 'subscription.changed', {}, async (transaction) => {
    await expireSecrets(transaction, id, overlap_hours);
    await insertSecret(transaction, id, secret.kept);
  });
  const subscription = await readSubscriptionView({ ...sources, sql: sources.changes }, id);
  return { subscription, secret: secret.told };
}
