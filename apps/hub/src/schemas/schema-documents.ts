import { activityEvent } from '@activity-hub/contracts/event';
import { jsonSchemaOf } from '@activity-hub/contracts/event-types/payload-json-schema';
import type { JsonDocument } from '@activity-hub/contracts/schema/event-schema';
import type { SchemaVersionRow } from '@activity-hub/db/schemas/registry-row';
import type { KnownSchemas, KnownType } from './known-schemas.ts';
import { rebaseReferences } from './rebase-references.ts';

const dialect = 'https://json-schema.org/draft/2020-12/schema';

function nameOf(row: SchemaVersionRow): string {
  return `${row.event_type}@${row.version}`;
}

/** The JSON Schema of one version as a file of its own. */
export function schemaDocument(row: SchemaVersionRow): JsonDocument {
  const { $schema: _dialect, $id = `urn:activity-hub:schema:${row.event_type}:${row.version}`, ...schema } = row.schema;
  return { $schema: dialect, $id, ...schema };
}

/** Every version of the types under `$defs`, by `type@version`. */
export function schemaBundle(types: readonly KnownType[]): JsonDocument {
  const $defs = types.flatMap((type) =>
    type.versions.map((row) => {
      const schema = rebaseReferences(row.schema, `#/$defs/${nameOf(row)}`) as JsonDocument;
      return [
        nameOf(row),
        { title: type.row.title_en, ...schema, ...(row.status === 'deprecated' ? { deprecated: true } : {}) },
      ] as const;
    }),
  );
  return { $schema: dialect, $id: 'urn:activity-hub:schemas', $defs: Object.fromEntries(sorted($defs)) };
}

function sorted<Value>(entries: readonly (readonly [string, Value])[]): readonly (readonly [string, Value])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What JSON Schema has learnt since draft 07. */
const laterKeywords =
  /"(?:prefixItems|dependent(?:Required|Schemas)|unevaluated(?:Items|Properties)|(?:min|max)Contains)":/;

/** Tools for AsyncAPI know draft 07: a schema that says the same there is announced as such. */
function formatOf(row: SchemaVersionRow): string {
  const isLater = laterKeywords.test(JSON.stringify(row.schema));
  return `application/schema+json;version=${isLater ? '2020-12' : 'draft-07'}`;
}

/** Keys of components hold no `@`. */
function componentOf(row: SchemaVersionRow): string {
  return `${row.event_type}-${row.version}`;
}

function message(type: KnownType, row: SchemaVersionRow): JsonDocument {
  const name = nameOf(row);
  return {
    name,
    title: type.row.title_en,
    contentType: 'application/json',
    ...(row.status === 'deprecated' ? { summary: `Deprecated. ${row.note ?? ''}`.trim() } : {}),
    payload: {
      schemaFormat: formatOf(row),
      schema: {
        allOf: [
          { $ref: '#/components/schemas/ActivityEvent/schema' },
          {
            properties: {
              event_type: { const: row.event_type },
              event_version: { const: row.version },
              payload: { $ref: `#/components/schemas/${componentOf(row)}/schema` },
            },
          },
        ],
      },
    },
    ...(row.examples.length === 0
      ? {}
      : {
          examples: row.examples.map((payload) => ({
            name: row.version,
            payload: { event_type: row.event_type, event_version: row.version, payload },
          })),
        }),
    bindings: {
      http: {
        headers: {
          type: 'object',
          properties: { 'content-type': { enum: ['application/json', 'application/cloudevents+json'] } },
        },
        bindingVersion: '0.3.0',
      },
    },
  };
}

function channel(type: KnownType): JsonDocument {
  const messages = type.versions.map(
    (row) => [row.version.replaceAll('.', '_'), { $ref: `#/components/messages/${componentOf(row)}` }] as const,
  );
  return {
    address: type.row.event_type,
    title: type.row.title_en,
    description: `${type.row.title_ru}. Owner: ${type.row.owner}.`,
    messages: Object.fromEntries(messages),
    ...(type.row.status === 'deprecated' ? { tags: [{ name: 'deprecated' }] } : { tags: [{ name: type.row.family }] }),
  };
}

/** JSON pointer segment. */
const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** What producers may send, as AsyncAPI 3.0: a channel per type, a message per version; the hub receives. */
export function asyncapiDocument(schemas: KnownSchemas): JsonDocument {
  const types = [...schemas.types.values()].filter(
    (type) => type.row.origin === 'producer' && type.versions.length > 0,
  );
  const versions = types.flatMap((type) => type.versions.map((row) => [type, row] as const));
  const operations = types.map(
    (type) =>
      [
        `receive.${type.row.event_type}`,
        {
          action: 'receive',
          channel: { $ref: `#/channels/${escaped(type.row.event_type)}` },
          summary: type.row.title_en,
          bindings: { http: { method: 'POST', bindingVersion: '0.3.0' } },
        },
      ] as const,
  );
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Activity Hub',
      version: '0.1.0',
      description:
        'Events that the hub takes: POST /activity/events (one, or a CloudEvent), POST /activity/events/batch (many, NDJSON).',
    },
    defaultContentType: 'application/json',
    servers: {
      hub: {
        host: 'localhost:{port}',
        protocol: 'http',
        pathname: '/activity/events',
        variables: { port: { description: 'HUB_PORT of the hub.' } },
      },
    },
    channels: Object.fromEntries(types.map((type) => [type.row.event_type, channel(type)])),
    operations: Object.fromEntries(operations),
    components: {
      messages: Object.fromEntries(versions.map(([type, row]) => [componentOf(row), message(type, row)])),
      schemas: {
        ActivityEvent: {
          schemaFormat: 'application/schema+json;version=draft-07',
          schema: rebaseReferences(jsonSchemaOf(activityEvent), '#/components/schemas/ActivityEvent/schema'),
        },
        ...Object.fromEntries(
          versions.map(([, row]) => {
            const place = `#/components/schemas/${componentOf(row)}/schema`;
            return [
              componentOf(row),
              { schemaFormat: formatOf(row), schema: rebaseReferences(row.schema, place) },
            ] as const;
          }),
        ),
      },
    },
  };
}
