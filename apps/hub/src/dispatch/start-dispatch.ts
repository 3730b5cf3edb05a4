import { randomUUID } from 'node:crypto';
import { SUBSCRIPTION_LIMITS } from '@activity-hub/contracts/dispatch/destination';
import { LANE_COUNT } from '@activity-hub/contracts/lane';
import type { AnySink } from '@activity-hub/contracts/plugin/sink';
import { finishAttempts } from '@activity-hub/db/deliveries/finish-attempts';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { connectPostgres } from '@activity-hub/db/postgres/client';
import { SUBSCRIPTIONS_CHANNEL } from '@activity-hub/db/subscriptions/raise-epoch';
import { readChangedSubscriptions } from '@activity-hub/db/subscriptions/read-changed-subscriptions';
import type { BaseLogger } from 'pino';
import type { Registry } from 'prom-client';
import { Consumer } from '../bus/consumer.ts';
import type { ConsumerStatus } from '../bus/consumer-status.ts';
import { Gate } from '../bus/gate.ts';
import { groupedReads } from '../bus/grouped-reads.ts';
import { LaneFeed } from '../bus/lane-feed.ts';
import { LogHeads } from '../bus/log-heads.ts';
import type { InstalledSinks } from '../plugins/installed-sinks.ts';
import { SinkProcesses } from '../plugins/sink-processes.ts';
import { AttemptRecorder } from './deliver/attempt-recorder.ts';
import { DeliveryRunner } from './deliver/delivery-runner.ts';
import { endpointOpener } from './deliver/endpoint-opener.ts';
import type { OwnershipOptions } from './deliver/ownership.ts';
import { createDispatchMetrics } from './dispatch-metrics.ts';
import { keptDays } from './keep/kept-days.ts';
import { SinkRegister } from './keep/sink-register.ts';
import { startKeepers } from './keep/start-keepers.ts';
import { disableAfterMs } from './keep/watch-failing.ts';
import { boundedFeed } from './match/bounded-feed.ts';
import { CatchUpReader } from './match/catch-up-reader.ts';
import { MatchingProcessor } from './match/matching-processor.ts';
import { createMatchingStore } from './match/matching-store.ts';
import { SubscriptionRules } from './match/subscription-rules.ts';
import type { SecretBox } from './secret-box.ts';
import type { AllowList } from './webhook/allow-list.ts';
import { GuardedAgents } from './webhook/guarded-agent.ts';
import { defaultRetryRules, type RetryRules } from './webhook/judge-attempt.ts';
import { OauthTokens } from './webhook/oauth-token.ts';

export interface DispatchTuning {
  readonly pollMs: number;
  readonly paceMs: number;
  readonly batchEvents: number;
  readonly retryRules: RetryRules;
  readonly disableAfterMs: number;
  readonly keepDays: number;
  readonly maxPending: number;
}

export interface DispatchOptions {
  readonly databaseUrl: string;
  readonly box: SecretBox;
  readonly allow: AllowList;
  /** The shipped ones. */
  readonly sinks: readonly AnySink[];
  readonly installed: InstalledSinks;
  readonly dataDir: string;
  readonly logger: BaseLogger;
  readonly registry: Registry;
  readonly tuning?: Partial<DispatchTuning>;
  readonly now?: () => number;
}

export interface Dispatch {
  status(): ConsumerStatus;
  /** Why the log cannot be seen right now. */
  unreachable(): string | undefined;
  stop(): Promise<void>;
}

const defaults: DispatchTuning = {
  pollMs: 500,
  paceMs: 120,
  batchEvents: 1_000,
  retryRules: defaultRetryRules,
  disableAfterMs,
  keepDays: keptDays,
  maxPending: SUBSCRIPTION_LIMITS.maxPending,
};
const connections = 8;
/** All lanes: the small batches of them are read and written together. */
const batchesAtOnce = LANE_COUNT;
/** Each may take up to 256 MB. A start takes 0.2 to 0.8 s, and some seconds while both processors are busy with others. */
const sinkProcesses = { most: 16, idleMs: 300_000 };
/** A process that hangs for so long loses its subscriptions. */
const ownerIdleMs = 20_000;
/** For one reader: what it has read nobody else comes for. */
const feedLimits = { keptEvents: 1_000, keptBytes: 1024 * 1024 };

/**
 *   log ──► matcher (at the head) ──┐
 *       └─► catch-up (by cursor) ───┴─► deliveries ──► runner ──► endpoints ──► attempts
 *                                          ▲                                      │
 *                        redrives ─────────┘◄──────────── retries ────────────────┘
 */
export async function startDispatch(options: DispatchOptions): Promise<Dispatch> {
  const { databaseUrl, logger, registry, allow, now = Date.now } = options;
  const tuning = { ...defaults, ...options.tuning };
  const owner = randomUUID();
  const sql = connectPostgres(databaseUrl, { max: connections, name: 'activity-hub dispatch' });
  const eventStore = createPostgresEventStore(sql);
  const rules = new SubscriptionRules({ changedAfter: (epoch) => readChangedSubscriptions(sql, epoch) });
  const heads = new LogHeads({
    connect: () => connectPostgres(databaseUrl, { max: 1, name: 'activity-hub dispatch hints' }),
    pollMs: tuning.pollMs,
    logger,
    eventStore,
  });
  const hint = (ids: readonly string[]): void => runner.hint(ids);
  const metrics = createDispatchMetrics(registry, () => matcher.status(), hint);
  const matcher = new Consumer(new MatchingProcessor(rules), {
    store: createMatchingStore(sql),
    feed: boundedFeed(new LaneFeed(groupedReads(sql), feedLimits), rules),
    heads,
    gate: new Gate(batchesAtOnce),
    observer: metrics,
    logger,
    batchEvents: tuning.batchEvents,
    paceMs: tuning.paceMs,
    quietMs: 0,
    deadlineCheckMs: 60_000,
  });
  const agents = new GuardedAgents({ allow });
  const recorder = new AttemptRecorder({ finish: (attempts) => finishAttempts(sql, attempts), logger });
  const open = endpointOpener({
    ...options,
    sql,
    eventStore,
    agents,
    processes: new SinkProcesses(sinkProcesses),
    isBusy: () => heads.growth > 0,
    owner,
    now,
    tokens: new OauthTokens({ agents, allowHttp: allow.ranges.length + allow.hosts.size > 0 }),
    recorder,
    observer: metrics,
    judging: () => ({ rules: tuning.retryRules, now: now(), random: Math.random() }),
    onRoom: (id, ordered) => runner.roomIn(id, ordered),
  });
  const runner = new DeliveryRunner({ sql, rules, owner, open, logger, connect: ownerSession(databaseUrl) });
  const catchUp = new CatchUpReader({ ...tuning, sql, eventStore, rules, logger, onMatches: hint });

  const register = new SinkRegister({ ...options, sql });
  await Promise.all([register.look(), heads.start()]);
  for (const each of [matcher, catchUp, runner]) each.start();
  const changes = connectPostgres(databaseUrl, { max: 1, name: 'activity-hub subscriptions' });
  await changes.listen(SUBSCRIPTIONS_CHANNEL, () => {
    rules.outdate();
    catchUp.wake();
    runner.hint([]);
  });
  const keepers = startKeepers({ ...tuning, register, sql, eventStore, rules, logger, now, onDue: hint });
  return {
    status: () => matcher.status(),
    unreachable: () => heads.unreachable,
    async stop() {
      await Promise.all([heads.stop(), matcher.stop(), catchUp.stop(), ...keepers.map((keeper) => keeper.stop())]);
      await runner.stop();
      await recorder.stop();
      await Promise.all([agents.close(), changes.end({ timeout: 1 })]);
      await sql.end({ timeout: 5 });
    },
  };
}

function ownerSession(databaseUrl: string): OwnershipOptions['connect'] {
  return (onLost) =>
    connectPostgres(databaseUrl, { name: 'activity-hub dispatch owner', session: { idleMs: ownerIdleMs, onLost } });
}
