import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import type { EventStore } from '@activity-hub/db/event-store/event-store';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { readWaitingKeys } from '@activity-hub/db/key-history/read-waiting-keys';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { createTestDatabase, type TestDatabase } from '@activity-hub/db/testing/test-servers';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { expect, vi } from 'vitest';
import type { InstalledPlugins } from '../available-plugin.ts';
import { type Processing, startProcessing } from '../start-processing.ts';

/** A database and processings over it, for specs of plugins at work. */
export class ProcessingHarness {
  readonly sql: Sql;
  readonly log: EventStore;
  readonly #database: TestDatabase;
  readonly #running = new Set<Processing>();

  private constructor(database: TestDatabase) {
    this.#database = database;
    this.sql = connectPostgres(database.url, { max: 4 });
    this.log = createPostgresEventStore(this.sql);
  }

  static async open(): Promise<ProcessingHarness> {
    return new ProcessingHarness(await createTestDatabase());
  }

  start(...aggregators: readonly AnyAggregator[]): Promise<Processing> {
    return this.startWith(aggregators);
  }

  async startWith(
    aggregators: readonly AnyAggregator[],
    installed?: InstalledPlugins,
    registry = new Registry(),
  ): Promise<Processing> {
    const processing = await startProcessing({
      databaseUrl: this.#database.url,
      plugins: { aggregators, detectors: [] },
      installed,
      hubVersion: '0.1.0',
      logger: pino({ level: 'silent' }),
      registry,
      tuning: { pollMs: 50, paceMs: 20, deadlineCheckMs: 100 },
    });
    this.#running.add(processing);
    return processing;
  }

  async stop(processing: Processing): Promise<void> {
    this.#running.delete(processing);
    await processing.stop();
  }

  /** Waits until every processor that runs has finished the log, with what it derived meanwhile. */
  async settled(processing: Processing): Promise<void> {
    await vi.waitFor(
      async () => {
        const heads = (await this.log.laneHeads()).reduce((sum, head) => sum + head, 0);
        const rows = await this.sql<{ processor: string; version: string; done: number }[]>`
          select processor, version, sum("offset")::float8 as done from checkpoint where not of_inbox
          group by processor, version`;
        // Between the stop of a revision and its start as another one there is nothing that could be behind.
        expect(processing.statuses()).not.toHaveLength(0);
        for (const { processor, version } of processing.statuses()) {
          const isWide = rows.some((row) => row.processor === `${processor}/inbox`);
          const name = isWide ? `${processor}/inbox` : processor;
          expect(rows.find((row) => row.processor === name && row.version === version)?.done).toBe(heads);
          expect((await readWaitingKeys(this.sql, { processor, version })).events).toBe(0);
        }
        expect(processing.statuses().map((status) => status.lagEvents)).toEqual(processing.statuses().map(() => 0));
      },
      { timeout: 20_000, interval: 50 },
    );
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running].map((processing) => processing.stop()));
    await this.sql.end();
    await this.#database.drop();
  }
}
