import type { DeliveryRow } from '@activity-hub/db/deliveries/delivery-row';
import { readDue } from '@activity-hub/db/deliveries/read-due';
import { withEvents } from '@activity-hub/db/deliveries/with-events';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { SubscriptionRow } from '@activity-hub/db/subscriptions/subscription-row';
import type { BaseLogger } from 'pino';
import { Backoff, pause } from '../../bus/backoff.ts';
import type { SubscriptionRules } from '../match/subscription-rules.ts';
import type { Endpoint } from './endpoint.ts';
import { HeldDeliveries } from './held-deliveries.ts';
import { Ownership, type OwnershipOptions } from './ownership.ts';

/** How often everything is looked at without a hint: retries that became due, redrives, what another hub matched. */
const sweepMs = 500;
/** Hints come with every batch and every end; what came meanwhile goes along. */
const spacingMs = 10;

export interface DeliveryRunnerOptions extends Pick<OwnershipOptions, 'owner' | 'connect'> {
  readonly sql: Sql;
  readonly rules: SubscriptionRules;
  /** Opens the way to a destination. @throws when it cannot be opened; nothing is sent then */
  readonly open: (row: SubscriptionRow, held: HeldDeliveries) => Promise<Endpoint>;
  readonly logger: BaseLogger;
}

interface Opened {
  /** Of the settings, not of where it stands in the log. */
  readonly updatedAt: string;
  readonly endpoint: Endpoint;
}

/**
 * Reads what is due and hands it to the endpoints, each as much as it has room for: one statement for all of them, so
 * that a thousand subscriptions cost no more than one. A subscription belongs to one process at a time, so what is
 * under way is known here and not written down: claiming each delivery cost as much as finishing it.
 */
export class DeliveryRunner {
  readonly #options: DeliveryRunnerOptions;
  readonly #stop = new AbortController();
  readonly #endpoints = new Map<string, Opened>();
  /** What is under way, by subscription: it outlives an endpoint that was replaced after a change. */
  readonly #held = new Map<string, HeldDeliveries>();
  readonly #failed = new Map<string, string>();
  /** Those that may have something due. */
  readonly #hinted = new Set<string>();
  readonly #ownership: Ownership;
  /** Those of which more was due than they had room for. */
  readonly #full = new Set<string>();
  #wake = Promise.withResolvers<void>();
  #sweepAt = 0;
  #running: Promise<void> | undefined;

  constructor(options: DeliveryRunnerOptions) {
    this.#options = options;
    this.#ownership = new Ownership({ ...options, onLost: () => this.#letGo() });
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Something of these subscriptions became due. */
  hint(subscriptionIds: Iterable<string>): void {
    for (const id of subscriptionIds) this.#hinted.add(id);
    this.#wake.resolve();
  }

  /** A subscription has room again: worth a look only where something waits for it, or for what was done. */
  roomIn(subscriptionId: string, ordered: boolean): void {
    if (ordered || this.#full.has(subscriptionId)) this.hint([subscriptionId]);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wake.resolve();
    await this.#running;
    await Promise.all([...this.#endpoints.values()].map(({ endpoint }) => endpoint.close()));
    await this.#ownership
      .stop()
      .catch((error: unknown) =>
        this.#options.logger.debug({ err: error }, 'Others see at their next look that this process is gone.'),
      );
  }

  /** Others may send from now on: what is under way ends, and nothing else is begun until it is known whose it is. */
  #letGo(): void {
    for (const { endpoint } of this.#endpoints.values()) void endpoint.close();
    this.#endpoints.clear();
    this.hint([]);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const backoff = new Backoff(100, 5_000);
    while (!signal.aborted) {
      try {
        await this.#refresh();
        await this.#hand();
        backoff.reset();
        await pause(spacingMs, signal);
        const wait = this.#sweepAt - Date.now();
        if (wait > 0 && this.#hinted.size === 0) await Promise.race([this.#wake.promise, pause(wait, signal)]);
        this.#wake = Promise.withResolvers<void>();
      } catch (error) {
        if (backoff.attempts === 0)
          this.#options.logger.warn({ err: error }, 'Deliveries cannot be read; trying again.');
        await backoff.wait(signal);
      }
    }
  }

  /** Endpoints follow their subscriptions: opened, replaced after a change, closed. */
  async #refresh(): Promise<void> {
    const { rows } = await this.#options.rules.current();
    const wanted = [...rows.values()].filter(isSent).map(({ subscription_id }) => subscription_id);
    await this.#ownership.look(wanted, (id) => (this.#held.get(id)?.size ?? 0) === 0);
    for (const [id, { updatedAt, endpoint }] of this.#endpoints) {
      const row = rows.get(id);
      if (row !== undefined && this.#sends(row) && row.updated_at === updatedAt) continue;
      this.#endpoints.delete(id);
      void endpoint.close();
    }
    for (const [id, row] of rows) {
      if (!this.#sends(row) || this.#endpoints.has(id) || this.#failed.get(id) === row.updated_at) continue;
      await this.#open(id, row);
    }
  }

  #sends(row: SubscriptionRow): boolean {
    return isSent(row) && this.#ownership.has(row.subscription_id);
  }

  async #open(id: string, row: SubscriptionRow): Promise<void> {
    const held = this.#held.get(id) ?? new HeldDeliveries();
    this.#held.set(id, held);
    try {
      this.#endpoints.set(id, { updatedAt: row.updated_at, endpoint: await this.#options.open(row, held) });
      this.#failed.delete(id);
      this.#hinted.add(id);
    } catch (error) {
      this.#failed.set(id, row.updated_at);
      this.#options.logger.error({ err: error, subscription_id: id }, 'dispatch.cannot_open');
    }
  }

  async #hand(): Promise<void> {
    const sweeps = Date.now() >= this.#sweepAt;
    if (sweeps) this.#sweepAt = Date.now() + sweepMs;
    // What gathers is left to the sweep: it is due all the while, so each look reads all of it again.
    const asked = sweeps
      ? [...this.#endpoints.keys()]
      : [...this.#hinted].filter((id) => !this.#endpoints.get(id)?.endpoint.isGathering);
    this.#hinted.clear();
    const rooms = new Map<string, number>();
    for (const id of asked) {
      const endpoint = this.#endpoints.get(id)?.endpoint;
      const room = endpoint?.room() ?? 0;
      // What is under way is still due: it is read along, and known by its place.
      const held = this.#held.get(id);
      if (held === undefined) continue;
      if (room === 0) {
        // It was said that something is due: that is looked at as soon as there is room.
        this.#full.add(id);
        continue;
      }
      rooms.set(id, room + held.size);
      held.beginRead();
    }
    for (const id of rooms.keys()) this.#full.delete(id);
    const due = Map.groupBy(await readDue(this.#options.sql, rooms), (row) => row.subscription_id);
    const chosen: DeliveryRow[] = [];
    for (const [id, rows] of due) {
      if (rows.length >= (rooms.get(id) ?? 0)) this.#full.add(id);
      chosen.push(...(this.#endpoints.get(id)?.endpoint.choose(rows) ?? []));
    }
    await this.#accept(chosen);
  }

  /** The events are read for what is really sent: most of what is due under load is under way already. */
  async #accept(chosen: readonly DeliveryRow[]): Promise<void> {
    try {
      const deliveries = await withEvents(this.#options.sql, chosen);
      for (const [id, items] of Map.groupBy(deliveries, ({ row }) => row.subscription_id))
        this.#endpoints.get(id)?.endpoint.accept(items);
    } catch (error) {
      for (const row of chosen) this.#held.get(row.subscription_id)?.end(row);
      throw error;
    }
  }
}

/** Whether the hub sends at all. */
function isSent(row: SubscriptionRow): boolean {
  return row.state === 'active' && row.destination['kind'] !== 'pull';
}
