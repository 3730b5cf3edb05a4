import { anomalyCase } from '@activity-hub/contracts/activity/anomaly-case';
import { eventRow, eventTypeInfo, markedEvent } from '@activity-hub/contracts/activity/event-search';
import { freshness } from '@activity-hub/contracts/activity/freshness';
import { refusedEvent } from '@activity-hub/contracts/activity/refused-event';
import { healthReport } from '@activity-hub/contracts/activity/system-activity';
import { userStreak } from '@activity-hub/contracts/activity/user-activity';
import { appRouter } from '@activity-hub/contracts/api/app-router';
import { errorTable } from '@activity-hub/contracts/errors';
import { recordedEvent } from '@activity-hub/contracts/event';
import { generateOpenApiDocument } from 'trpc-to-openapi';
import { z } from 'zod';
import { foreignPaths } from './foreign-openapi.ts';
import { ingestPaths } from './ingest-openapi.ts';
import { anyCredential, noCredential, securitySchemes } from './openapi-security.ts';
import { type RestEndpoint, restEndpoints } from './rest-endpoints.ts';

type JsonNode = { [key: string]: unknown };

/** Read models that several answers share; they are named once and referred to. */
const sharedModels = {
  Event: recordedEvent,
  MarkedEvent: markedEvent,
  EventRow: eventRow,
  EventType: eventTypeInfo,
  RefusedEvent: refusedEvent,
  UserStreak: userStreak,
  AnomalyCase: anomalyCase,
  Freshness: freshness,
};

const description = `Every event of the ecosystem, from the moment it is durable. Answers are JSON in
snake_case; instants are RFC 3339 in UTC. Lists are read with next_cursor, newest first; a page neither
repeats nor skips a row while new events arrive. Unknown query parameters are refused. Errors are problem
details (RFC 9457) with a code, a sentence on what to do and a JSON pointer.`;

let made: JsonNode | undefined;

/** The one OpenAPI 3.1 document of every HTTP resource: made from the procedures, with the routes that are none. */
export function openapiDocument(): JsonNode {
  made ??= makeDocument();
  return made;
}

function makeDocument(): JsonNode {
  const generated = withoutRecursiveJson(
    generateOpenApiDocument(appRouter, {
      title: 'Activity Hub',
      version: '0.1.0',
      description,
      baseUrl: '/',
      securitySchemes: {},
      defs: sharedModels,
    }),
  );
  const paths: JsonNode = mergedPaths(
    mapValues(generated['paths'] as JsonNode, queryPath),
    ingestPaths as JsonNode,
    foreignPaths as JsonNode,
    operationPaths(),
  );
  return {
    openapi: '3.1.0',
    info: generated['info'],
    servers: generated['servers'],
    tags: tagsOf(paths),
    security: anyCredential,
    paths: sorted(paths),
    components: {
      securitySchemes,
      schemas: sorted({ ...ownSchemas(generated), Problem: problemSchema }),
      responses: { Problem: problemResponse },
    },
  };
}

function mapValues(node: JsonNode, change: (value: JsonNode, key: string) => JsonNode): JsonNode {
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, change(value as JsonNode, key)]));
}

function sorted(node: JsonNode): JsonNode {
  return Object.fromEntries(Object.entries(node).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A path can be read by a procedure and written by a route of its own: `GET` and `POST /activity/events`. */
function mergedPaths(...parts: readonly JsonNode[]): JsonNode {
  const merged: { [path: string]: JsonNode } = {};
  for (const part of parts) {
    for (const [path, operations] of Object.entries(part))
      merged[path] = { ...merged[path], ...(operations as JsonNode) };
  }
  return merged;
}

/** The generated responses describe the errors of trpc-to-openapi, which are never sent: ours take their place. */
function queryPath(operations: JsonNode, path: string): JsonNode {
  return mapValues(operations, ({ responses, ...operation }, method) => ({
    ...operation,
    ...securityOf(method, path),
    responses: {
      200: (responses as JsonNode)['200'],
      400: problemReference,
      401: problemReference,
      403: problemReference,
      ...(/\{(event|case)_id\}/.test(path) ? { 404: problemReference } : {}),
      503: problemReference,
      default: problemReference,
    },
  }));
}

/** Which of the levels the procedure asks for; the document as a whole demands a credential. */
function securityOf(method: string, path: string): JsonNode {
  const isIt = (endpoint: RestEndpoint) => endpoint.path === path && endpoint.method === method.toUpperCase();
  const access = restEndpoints(appRouter).find(isIt)?.access;
  return { 'x-access': access, security: access === 'open' ? noCredential : anyCredential };
}

function ownSchemas(generated: JsonNode): JsonNode {
  const { schemas = {} } = (generated['components'] ?? {}) as { schemas?: JsonNode };
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => name in sharedModels));
}

/** Free JSON is a recursive schema to zod, made anew at each use; "anything" says the same. */
function withoutRecursiveJson(node: unknown): JsonNode {
  const visit = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(visit);
    if (typeof part !== 'object' || part === null) return part;
    if ('$ref' in part && /\/__schema\d+$/.test(String(part.$ref))) return {};
    const kept = Object.entries(part).filter(([name]) => name !== 'propertyNames');
    return Object.fromEntries(kept.map(([name, value]) => [name, visit(value)]));
  };
  return visit(node) as JsonNode;
}

const problemReference = { $ref: '#/components/responses/Problem' };

const problemSchema = {
  type: 'object',
  description: 'RFC 9457 problem details.',
  properties: {
    type: { type: 'string', description: 'urn:activity-hub:error: and the code.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(errorTable) },
    detail: { type: 'string', description: 'What to do about it.' },
    pointer: { type: 'string', description: 'JSON pointer (RFC 6901) to the place in the request.' },
    request_id: { type: 'string', description: 'Under which the log of the hub knows the request.' },
  },
  required: ['type', 'title', 'status', 'code', 'detail'],
};

const problemResponse = {
  description: 'The request was refused or failed.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

function operation(operationId: string, summary: string, responses: JsonNode): JsonNode {
  return {
    get: {
      operationId,
      summary,
      tags: ['operations'],
      security: operationId === 'metrics' ? anyCredential : noCredential,
      responses: { ...responses, default: problemReference },
    },
  };
}

function jsonResponse(text: string, schema: unknown): JsonNode {
  return { description: text, content: { 'application/json': { schema } } };
}

/** What operators and their machines ask. */
function operationPaths(): JsonNode {
  const { $schema: _, ...report } = z.toJSONSchema(healthReport, { target: 'draft-2020-12' });
  const answers = (good: string, bad: string): JsonNode => ({
    200: jsonResponse(good, report),
    503: jsonResponse(bad, report),
  });
  const alive = { type: 'object', properties: { alive: { type: 'boolean' } }, required: ['alive'] };
  return {
    '/activity/health': operation(
      'health',
      'Alive, ready and fresh, with every check',
      answers('Ready.', 'Not ready.'),
    ),
    '/activity/health/alive': operation('health-alive', 'The process answers', { 200: jsonResponse('Alive.', alive) }),
    '/activity/health/ready': operation(
      'health-ready',
      'Events can be taken and kept',
      answers('Ready.', 'Not ready.'),
    ),
    '/activity/health/fresh': operation('health-fresh', 'Consumers keep up', answers('Fresh.', 'Behind.')),
    '/activity/metrics': operation('metrics', 'Figures for Prometheus', {
      200: { description: 'Prometheus text format.', content: { 'text/plain': { schema: { type: 'string' } } } },
    }),
    '/activity/openapi.json': operation('openapi', 'This document', {
      200: jsonResponse('OpenAPI 3.1.', { type: 'object' }),
    }),
  };
}

function tagsOf(paths: JsonNode): readonly JsonNode[] {
  const operations = Object.values(paths).flatMap((path) => Object.values(path as Record<string, { tags?: string[] }>));
  return [...new Set(operations.flatMap((each) => each.tags ?? []))].map((name) => ({ name }));
}
