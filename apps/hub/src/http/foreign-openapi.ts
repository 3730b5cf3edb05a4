import { EVENT_LIMITS } from '@activity-hub/contracts/event';
import { segmentMessages } from './segment-routes.ts';

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
const json = (description: string, schema: object) => ({ description, content: { 'application/json': { schema } } });
const body = (schema: object) => ({ required: true, content: { 'application/json': { schema } } });
const free = { type: 'object' };

const refusals = {
  400: problem('The body cannot be read.'),
  401: problem('No key, or one that is not good any more.'),
  403: problem('The key may not publish, or not this.'),
  413: problem(`More than ${EVENT_LIMITS.maxBodyBytes} bytes.`),
  415: problem('The content type is not taken.'),
  429: problem('Above the limits of the key; Retry-After says when to go on.'),
  503: problem('Nothing was lost; send it again after Retry-After.'),
};

const tags = ['compatibility'];
const version = {
  name: 'X-Experience-API-Version',
  in: 'header',
  required: true,
  description: '2.0.x or 1.0.x.',
  schema: { type: 'string' },
};
const statementRefusals = {
  ...refusals,
  400: problem('A statement was refused; `items` has the verdict on each. The others are stored.'),
  409: problem('A statement with this id and other content is stored.'),
};

const xapiPaths = {
  '/xapi/about': {
    get: {
      operationId: 'xapi-about',
      tags,
      summary: 'The versions of xAPI that are spoken',
      responses: {
        200: json('Versions.', {
          type: 'object',
          properties: { version: { type: 'array', items: { type: 'string' } }, extensions: free },
          required: ['version'],
        }),
        default: problem('The request was refused.'),
      },
    },
  },
  '/xapi/statements': {
    post: {
      operationId: 'post-statements',
      tags,
      summary: 'Publish xAPI statements',
      description: 'One statement or a list. Each becomes an event of the learning types; see docs/api/publishing.md.',
      parameters: [version],
      requestBody: body({ oneOf: [free, { type: 'array', items: free, maxItems: EVENT_LIMITS.maxBatchEvents }] }),
      responses: {
        200: json('All are stored: their ids, in the order sent.', { type: 'array', items: { type: 'string' } }),
        ...statementRefusals,
      },
    },
    put: {
      operationId: 'put-statement',
      tags,
      summary: 'Publish one xAPI statement under its id',
      parameters: [
        version,
        {
          name: 'statementId',
          in: 'query',
          required: true,
          description: 'The id of the statement.',
          schema: { type: 'string', format: 'uuid' },
        },
      ],
      requestBody: body(free),
      responses: { 204: { description: 'Stored, now or before.' }, ...statementRefusals },
    },
  },
};

const segmentAnswer = json('Read `success`: false means that `items` names what was refused and kept.', {
  type: 'object',
  properties: {
    success: { type: 'boolean' },
    accepted: { type: 'integer' },
    duplicates: { type: 'integer' },
    refused: { type: 'integer' },
    conflicts: { type: 'integer' },
    items: { type: 'array', items: free },
  },
  required: ['success', 'accepted', 'duplicates', 'refused', 'conflicts', 'items'],
});

const segmentPaths = Object.fromEntries(
  ['batch', ...segmentMessages].map((kind) => [
    `/v1/${kind}`,
    {
      post: {
        operationId: `segment-${kind}`,
        tags,
        summary: kind === 'batch' ? 'Publish messages of Segment' : `Publish a ${kind} message of Segment`,
        description: 'Basic authentication with the key as the user name, as the Segment libraries send a write key.',
        requestBody: body(
          kind === 'batch'
            ? { type: 'object', properties: { batch: { type: 'array', items: free } }, required: ['batch'] }
            : free,
        ),
        responses: { 200: segmentAnswer, ...refusals },
      },
    },
  ]),
);

const oryPaths = {
  '/ory/webhooks': {
    post: {
      operationId: 'ory-webhook',
      tags,
      summary: 'Publish a webhook of ORY Kratos or Hydra',
      description: 'The body is what the jsonnet of docs/api/sources/ory.md makes.',
      requestBody: body(free),
      responses: {
        200: json('A repeat.', free),
        201: json('Recorded.', free),
        422: problem('The webhook is not of the form.'),
        ...refusals,
      },
    },
  },
};

/** The protocols that subsystems speak already, for the OpenAPI document. */
export const foreignPaths = { ...xapiPaths, ...segmentPaths, ...oryPaths } as const;
