import type { SchemaPorts } from '@activity-hub/contracts/api/schemas-ports';
import { HubError } from '@activity-hub/contracts/errors';
import { isHubFamily } from '@activity-hub/contracts/event-types/catalog';
import { canonicalEventType, categoryOf } from '@activity-hub/contracts/topic';
import type { Sql } from '@activity-hub/db/postgres/client';
import { readSchemaUsage } from '@activity-hub/db/schemas/read-schema-usage';
import type { SchemaVersionRow } from '@activity-hub/db/schemas/registry-row';
import type { Fault } from '../ingest/fault.ts';
import { exampleEvent } from './example-event.ts';
import { type KnownType, newestVersion } from './known-schemas.ts';
import { unknownVersionFault } from './registry-lookup.ts';
import { asyncapiDocument, schemaBundle, schemaDocument } from './schema-documents.ts';
import { catalogueRow, eventSchemaView } from './schema-views.ts';
import type { SchemaWorker } from './schema-worker.ts';
import type { SchemaRegistry } from './start-registry.ts';
import { upcastEvent } from './upcast-event.ts';

export interface SchemaQuerySources {
  readonly sql: Sql;
  readonly registry: SchemaRegistry;
  readonly worker: SchemaWorker;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** @throws HubError not_found */
export function knownType(registry: SchemaRegistry, eventType: string): KnownType {
  const known = registry.current().types.get(canonicalEventType(eventType));
  if (known !== undefined) return known;
  throw new HubError('not_found', `${eventType} is not registered. GET /activity/schemas lists what is.`, {
    pointer: '/event_type',
  });
}

/** @throws HubError unknown_event_version */
export function knownVersion(type: KnownType, version: string, pointer = '/version'): SchemaVersionRow {
  const row = type.versions.find((each) => each.version === version);
  if (row !== undefined) return row;
  throw new HubError('unknown_event_version', unknownVersionFault(type, version).detail, { pointer });
}

function chosenVersion(type: KnownType, version: string | undefined): SchemaVersionRow {
  if (version !== undefined) return knownVersion(type, version);
  const newest = newestVersion(type);
  if (newest === undefined)
    throw new HubError('not_found', `${type.row.event_type} has no version yet.`, { pointer: '/event_type' });
  return newest;
}

export function reservedFault(eventType: string): Fault | undefined {
  if (!isHubFamily(categoryOf(eventType))) return undefined;
  const detail = `${eventType} belongs to the hub itself: its schema comes with the hub.`;
  return { code: 'reserved_event_type', pointer: '/event_type', detail };
}

export async function viewOf({ sql, registry, now }: SchemaQuerySources, eventType: string) {
  const type = knownType(registry, eventType);
  const asked = { eventType: type.row.event_type, now: new Date(now()).toISOString() };
  return eventSchemaView(type, await readSchemaUsage(sql, asked));
}

type ReadingSchemas = Pick<SchemaPorts, 'list' | 'get' | 'compare' | 'check' | 'tryPayload' | 'policies'>;

/** What is asked about the registry and its use. */
export function createSchemaQueries(sources: SchemaQuerySources): ReadingSchemas {
  const { sql, registry, worker, now } = sources;
  return {
    async list() {
      const usage = await readSchemaUsage(sql, { now: new Date(now()).toISOString() });
      const byType = Map.groupBy(usage, (row) => row.event_type);
      const types = [...registry.current().types.values()];
      return { items: types.map((type) => catalogueRow(type, byType.get(type.row.event_type) ?? [])) };
    },
    get: (eventType) => viewOf(sources, eventType),
    async compare({ event_type, from, to }) {
      const type = knownType(registry, event_type);
      const [older, newer] = [knownVersion(type, from, '/from'), knownVersion(type, to, '/to')];
      const compared = await worker.run('compare', { older: older.schema, newer: newer.schema, names: { from, to } });
      return {
        event_type: type.row.event_type,
        from,
        to,
        mode: type.row.compatibility,
        ...compared,
        changes: [...compared.changes],
      };
    },
    async check(sent) {
      const candidate = { ...sent, event_type: canonicalEventType(sent.event_type) };
      const known = registry.current().types.get(candidate.event_type);
      if (candidate.against !== undefined && known !== undefined) knownVersion(known, candidate.against, '/against');
      const { mode, comparedWith, changes, faults } = await worker.run('judge', { candidate, known });
      const reserved = reservedFault(candidate.event_type);
      const all = reserved === undefined ? faults : [reserved, ...faults];
      return {
        event_type: candidate.event_type,
        version: candidate.version ?? null,
        compared_with: comparedWith,
        mode,
        accepted: all.length === 0,
        changes: [...changes],
        faults: [...all],
      };
    },
    async tryPayload({ event_type, version, schema, payload }) {
      const eventType = canonicalEventType(event_type);
      const row = schema === undefined ? chosenVersion(knownType(registry, eventType), version) : undefined;
      const trial = { eventType, schema: row?.schema ?? schema ?? {}, isCandidate: row === undefined, payload };
      const faults = await worker.run('try', trial);
      return { event_type: eventType, version: row?.version ?? version ?? null, valid: faults.length === 0, faults };
    },
    policies: async () =>
      [...registry.current().policies].map(([source, unknown_types]) => ({ source, unknown_types })),
  };
}

type DocumentingSchemas = Pick<SchemaPorts, 'example' | 'export' | 'document' | 'asyncapi' | 'asVersion'>;

/** What is made of the registered schemas. */
export function createSchemaDocuments({ registry, worker }: SchemaQuerySources): DocumentingSchemas {
  return {
    async example({ event_type, version, seed = 1 }) {
      const row = chosenVersion(knownType(registry, event_type), version);
      const payload = await worker.run('example', { row, seed });
      if (payload !== undefined) return exampleEvent(row, payload, { seed, source: 'example' });
      const detail = 'No example can be made of this schema. Register one together with the next version.';
      throw new HubError('not_found', detail, { pointer: '/event_type' });
    },
    export: async ({ event_type }) =>
      schemaBundle(
        event_type === undefined ? [...registry.current().types.values()] : [knownType(registry, event_type)],
      ),
    document: async (eventType, version) =>
      schemaDocument(knownVersion(knownType(registry, eventType), version, '/file')),
    asyncapi: async () => asyncapiDocument(registry.current()),
    asVersion: async (event, version) => upcastEvent(event, version, registry.current().types.get(event.event_type)),
  };
}
