import type { HubPorts } from '@activity-hub/contracts/api/hub-ports';
import { errorTable } from '@activity-hub/contracts/errors';
import Fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { registerDemoRoute } from './demo-route.ts';
import { registerIngestRoutes } from './ingest-routes.ts';
import { openapiDocument } from './openapi-document.ts';
import { registerOperationsRoutes } from './operations-routes.ts';
import { registerQueryRoutes } from './query-routes.ts';
import { registerForeignRoutes } from './register-foreign-routes.ts';
import { registerValidateRoute } from './validate-route.ts';

type Node = { readonly [key: string]: unknown };
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly responses: Node;
  readonly security?: readonly Node[];
}
const document = openapiDocument() as {
  readonly openapi: string;
  readonly security: readonly Node[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Node>>; readonly responses: Node };
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, path, operation })),
);

function* nodesOf(node: unknown): Generator<Node> {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) yield node as Node;
  for (const value of Object.values(node)) yield* nodesOf(value);
}

/** Every route the hub registers, without the HEAD routes that come with GET. */
async function registeredRoutes(): Promise<string[]> {
  const routes: string[] = [];
  const server = Fastify();
  server.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat())
      if (each !== 'HEAD') routes.push(`${each} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
  });
  await registerQueryRoutes(server, { portsFor: () => ({}) as HubPorts });
  registerOperationsRoutes(server, { health: {} as never, metrics: {} as never });
  await registerIngestRoutes(server, { ingest: {} as never });
  await registerForeignRoutes(server, { ingest: {} as never });
  await registerValidateRoute(server, { ingest: {} as never });
  await registerDemoRoute(server, {} as never);
  await server.ready();
  await server.close();
  return routes.filter((route) => / \/(activity|xapi|v1|ory)\//.test(route));
}

describe('the OpenAPI document', () => {
  test('describes exactly the routes there are', async () => {
    expect(operations.map(({ name }) => name).sort()).toEqual((await registeredRoutes()).sort());
  });

  test('is OpenAPI 3.1 and JSON', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  test('has no reference that leads nowhere, and no name that nobody refers to', () => {
    const references = [...nodesOf(document)].flatMap((node) =>
      typeof node['$ref'] === 'string' ? [node['$ref']] : [],
    );
    expect(references.length).toBeGreaterThan(20);
    const known = Object.entries(document.components).flatMap(([kind, parts]) =>
      // Named by the requirements and not by reference.
      Object.keys(kind === 'securitySchemes' ? {} : parts).map((name) => `#/components/${kind}/${name}`),
    );
    expect([...new Set(references)].sort()).toEqual(known.sort());
  });

  test('names every parameter of every path', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const described = (operation.parameters ?? [])
        .filter((parameter) => parameter.in === 'path')
        .map((parameter) => parameter.name);
      expect(described).toEqual(inPath);
    }
  });

  test('gives every operation an id of its own, a summary, a tag and the problem', () => {
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    for (const { operation } of operations) {
      expect(operation.summary).not.toBe('');
      expect(operation.tags).toHaveLength(1);
      expect(JSON.stringify(operation.responses)).toContain('#/components/');
    }
    const { properties } = document.components.schemas['Problem'] as { properties: { code: { enum: string[] } } };
    expect(properties.code.enum).toEqual(Object.keys(errorTable));
  });

  test('demands a credential but where anybody may ask', () => {
    const open = operations.filter(({ operation }) => operation.security?.length === 0).map(({ name }) => name);
    expect(open).toEqual(expect.arrayContaining(['GET /activity/health', 'GET /activity/openapi.json']));
    expect(open).not.toContain('GET /activity/metrics');
    expect(open).not.toContain('GET /activity/keys');
    expect(document.security).toContainEqual({ bearer: [] });
  });

  test('tells what a parameter is for', () => {
    const type = document.paths['/activity/events']?.['get']?.parameters?.find(
      (parameter) => parameter.name === 'type',
    );
    expect(JSON.stringify(type)).toContain('Topic pattern');
  });
});
