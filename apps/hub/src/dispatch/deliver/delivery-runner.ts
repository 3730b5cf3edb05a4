import { randomUUID } from 'node:crypto';
import { type ClaimedDelivery, claimDeliveries } from '@activity-hub/db/deliveries/claim-deliveries';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { SubscriptionRow } from '@activity-hub/db/subscriptions/subscription-row';
import type { BaseLogger } from 'pino';
import { Backoff, pause } from '../../bus/backoff.ts';
import type { SubscriptionRules } from '../match/subscription-rules.ts';
import type { Endpoint } from './endpoint.ts';

/** How often everything is looked at without a hint: retries that became due, redrives, what another hub matched. */
const sweepMs = 500;

export interface DeliveryRunnerOptions {
  readonly sql: Sql;
  readonly rules: SubscriptionRules;
  /** Opens the way to a destination. @throws when it cannot be opened; nothing is sent then */
  readonly open: (row: SubscriptionRow) => Promise<Endpoint>;
  readonly logger: BaseLogger;
  readonly sweepMs?: number;
}

interface Opened {
  /** Of the settings, not of where it stands in the log. */
  readonly updatedAt: string;
  readonly endpoint: Endpoint;
}

/**
 * Takes what is due and hands it to the endpoints, each as much as it has room for: one statement for all of them,
 * so that a thousand subscriptions cost no more than one. Any number of hubs may run one.
 */
export class DeliveryRunner {
  readonly #options: DeliveryRunnerOptions;
  readonly #stop = new AbortController();
  readonly #endpoints = new Map<string, Opened>();
  readonly #failed = new Map<string, string>();
  /** Those that may have something due. */
  readonly #hinted = new Set<string>();
  #wake = Promise.withResolvers<void>();
  #sweepAt = 0;
  #running: Promise<void> | undefined;

  constructor(options: DeliveryRunnerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Something of these subscriptions became due. */
  hint(subscriptionIds: Iterable<string>): void {
    for (const id of subscriptionIds) this.#hinted.add(id);
    this.#wake.resolve();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wake.resolve();
    await this.#running;
    await Promise.all([...this.#endpoints.values()].map(({ endpoint }) => endpoint.close()));
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const backoff = new Backoff(100, 5_000);
    while (!signal.aborted) {
      try {
        await this.#refresh();
        await this.#claim();
        backoff.reset();
        const wait = this.#sweepAt - Date.now();
        if (wait > 0 && this.#hinted.size === 0) await Promise.race([this.#wake.promise, pause(wait, signal)]);
        this.#wake = Promise.withResolvers<void>();
      } catch (error) {
        if (backoff.attempts === 0)
          this.#options.logger.warn({ err: error }, 'Deliveries cannot be taken; trying again.');
        await backoff.wait(signal);
      }
    }
  }

  /** Endpoints follow their subscriptions: opened, replaced after a change, closed. */
  async #refresh(): Promise<void> {
    const { rows } = await this.#options.rules.current();
    for (const [id, { updatedAt, endpoint }] of this.#endpoints) {
      const row = rows.get(id);
      if (row !== undefined && sends(row) && row.updated_at === updatedAt) continue;
      this.#endpoints.delete(id);
      void endpoint.close();
    }
    for (const [id, row] of rows) {
      if (!sends(row) || this.#endpoints.has(id) || this.#failed.get(id) === row.updated_at) continue;
      await this.#open(id, row);
    }
  }

  async #open(id: string, row: SubscriptionRow): Promise<void> {
    try {
      this.#endpoints.set(id, { updatedAt: row.updated_at, endpoint: await this.#options.open(row) });
      this.#failed.delete(id);
      this.#hinted.add(id);
    } catch (error) {
      this.#failed.set(id, row.updated_at);
      this.#options.logger.error({ err: error, subscription_id: id }, 'dispatch.cannot_open');
    }
  }

  async #claim(): Promise<void> {
    const sweeps = Date.now() >= this.#sweepAt;
    if (sweeps) this.#sweepAt = Date.now() + (this.#options.sweepMs ?? sweepMs);
    const asked = sweeps ? [...this.#endpoints.keys()] : [...this.#hinted];
    this.#hinted.clear();
    const rooms = new Map<string, number>();
    let leaseSeconds = 0;
    for (const id of asked) {
      const endpoint = this.#endpoints.get(id)?.endpoint;
      const room = endpoint?.room() ?? 0;
      if (endpoint === undefined || room === 0) continue;
      rooms.set(id, room);
      leaseSeconds = Math.max(leaseSeconds, endpoint.leaseSeconds);
    }
    if (rooms.size === 0) return;
    const lease = randomUUID();
    const claimed = await claimDeliveries(this.#options.sql, { lease, leaseSeconds, rooms });
    const bySubscription = Map.groupBy(claimed, ({ row }) => row.subscription_id);
    for (const [id, items] of bySubscription) this.#handOver(id, items, lease, rooms.get(id) ?? 0);
  }

  #handOver(id: string, items: readonly ClaimedDelivery[], lease: string, room: number): void {
    this.#endpoints.get(id)?.endpoint.accept(items.map((claimed) => ({ claimed, lease })));
    // Whoever took all it asked for may have more waiting, as soon as it has room.
    if (items.length >= room) this.#hinted.add(id);
  }
}

function sends(row: SubscriptionRow): boolean {
  return row.state === 'active' && row.destination['kind'] !== 'pull';
}
