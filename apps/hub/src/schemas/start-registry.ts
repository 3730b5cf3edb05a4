import type { EventTypeInfo } from '@activity-hub/contracts/activity/event-search';
import type { PersonalField } from '@activity-hub/contracts/schema/personal-data';
import { connectPostgres } from '@activity-hub/db/postgres/client';
import { addSchemaUsage } from '@activity-hub/db/schemas/add-schema-usage';
import { dropOldSchemaUsage } from '@activity-hub/db/schemas/drop-old-schema-usage';
import { readRegistry } from '@activity-hub/db/schemas/read-registry';
import { readRegistryRevision } from '@activity-hub/db/schemas/read-registry-revision';
import { seedRegistry } from '@activity-hub/db/schemas/seed-registry';
import type { Logger } from 'pino';
import type { SchemaLookup } from '../ingest/schema-lookup.ts';
import { contractSeeds } from './contract-seeds.ts';
import {
  eventTypesIn,
  type KnownSchemas,
  knownSchemasOf,
  maskedPathsIn,
  personalFieldsIn,
  schemasOfContracts,
} from './known-schemas.ts';
import { RegistryLookup } from './registry-lookup.ts';
import { UsageCounters } from './usage-counters.ts';

export interface RegistryOptions {
  readonly databaseUrl: string;
  readonly logger: Pick<Logger, 'warn' | 'info'>;
  readonly now: () => number;
  /** A change that was not heard of counts after this long. */
  readonly checkEveryMs?: number;
}

/** The schema registry of a process: in memory, the same as in the database within a moment. */
export interface SchemaRegistry {
  readonly lookup: SchemaLookup;
  current(): KnownSchemas;
  personalFieldsOf(eventType: string): readonly PersonalField[];
  /** Where the payload of a type is masked, or of any type. */
  maskedPathsOf(eventType?: string): readonly string[];
  /** The types in their newest version. */
  eventTypes(): readonly EventTypeInfo[];
  /** Reads what has changed, for whoever has just changed it. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

export const REGISTRY_CHANNEL = 'hub_registry';
const defaultCheckMs = 5_000;

/**
 * Seeds what is missing, reads the registry and keeps up with it: every change is announced by the database,
 * and the revision is looked at every few seconds, because an announcement can be lost with its connection.
 * With the database away the contracts are what is known; the next look finds the rest.
 */
export async function startRegistry(options: RegistryOptions): Promise<SchemaRegistry> {
  const { databaseUrl, logger, now } = options;
  const sql = connectPostgres(databaseUrl, { max: 2, name: 'activity-hub registry' });
  const counters = new UsageCounters(now);
  let schemas = schemasOfContracts();
  const lookup = new RegistryLookup(schemas, counters);
  let isSeeded = false;
  let usageDroppedOn = '';
  let isListening = false;

  async function read(): Promise<void> {
    if (!isSeeded) {
      const seeds = contractSeeds();
      await seedRegistry(sql, seeds.types, seeds.versions);
      isSeeded = true;
    }
    if ((await readRegistryRevision(sql)) === schemas.revision) return;
    schemas = knownSchemasOf(await readRegistry(sql));
    lookup.replace(schemas);
  }

  // One at a time, in order: an older answer must not take the place of a newer one.
  let reading: Promise<void> = Promise.resolve();
  const refresh = (): Promise<void> => {
    reading = reading.catch(() => undefined).then(read);
    return reading;
  };
  const attempt = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    await work().catch((err: unknown) => logger.warn({ err }, `registry.${what}`));
  };
  const listen = async (): Promise<void> => {
    if (isListening) return;
    // postgres.js listens again by itself after a drop, and says so by calling the last argument.
    await sql.listen(
      REGISTRY_CHANNEL,
      () => void attempt('not-read', refresh),
      () => void attempt('not-read', refresh),
    );
    isListening = true;
  };
  const flush = async (): Promise<void> => {
    await counters.flush((counted) => addSchemaUsage(sql, counted));
    const today = new Date(now()).toISOString().slice(0, 10);
    if (today !== usageDroppedOn) await dropOldSchemaUsage(sql, today);
    usageDroppedOn = today;
  };

  await attempt('not-read', refresh);
  await attempt('not-listening', listen);
  const checking = setInterval(() => {
    void attempt('not-read', refresh);
    void attempt('not-listening', listen);
    void attempt('usage-not-kept', flush);
  }, options.checkEveryMs ?? defaultCheckMs);

  return {
    lookup,
    current: () => schemas,
    personalFieldsOf: (eventType) => personalFieldsIn(schemas, eventType),
    maskedPathsOf: (eventType) => maskedPathsIn(schemas, eventType),
    eventTypes: () => eventTypesIn(schemas),
    refresh,
    async stop() {
      clearInterval(checking);
      await attempt('usage-not-kept', flush);
      await reading.catch(() => undefined);
      await sql.end({ timeout: 1 });
    },
  };
}
