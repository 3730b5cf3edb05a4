import { activityEvent, EVENT_LIMITS } from '@activity-hub/contracts/event';
import { jsonSchemaOf } from '@activity-hub/contracts/event-types/payload-json-schema';
import { batchAnswer, verdict } from '@activity-hub/contracts/receipt';
import { dryRunAnswer } from '@activity-hub/contracts/schema/dry-run';

/** The schemas stand in place: the document names only what several procedures share. */
function schemaOf(contract: Parameters<typeof jsonSchemaOf>[0]) {
  const { $schema: _dialect, ...schema } = jsonSchemaOf(contract);
  return schema;
}

const eventSchema = schemaOf(activityEvent);
const answer = (description: string, contract: Parameters<typeof jsonSchemaOf>[0]) => ({
  description,
  content: { 'application/json': { schema: schemaOf(contract) } },
});
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const refusals = {
  400: problem('The body cannot be read: not JSON, not UTF-8, too deep, a key twice, a number that cannot be kept.'),
  401: problem('No key, one that is not known, or one that was revoked or has expired.'),
  403: problem('The key may not publish this, or is used from too many addresses; or the host is not allowed.'),
  408: problem('The body did not arrive in time.'),
  413: problem(`More than ${EVENT_LIMITS.maxBodyBytes} bytes, or an event of more than ${EVENT_LIMITS.maxEventBytes}.`),
  415: problem('The content type or the content encoding is not taken.'),
  429: problem('The key has used up its rate or its quota of the day; send it again after Retry-After.'),
  503: problem('Nothing was lost; send it again after Retry-After.'),
};

const batchBody = {
  oneOf: [
    { type: 'array', items: eventSchema, maxItems: EVENT_LIMITS.maxBatchEvents },
    {
      type: 'object',
      properties: {
        events: { type: 'array', items: eventSchema, maxItems: EVENT_LIMITS.maxBatchEvents },
      },
      required: ['events'],
      additionalProperties: false,
    },
  ],
};

const cloudEvent = {
  type: 'object',
  properties: {
    specversion: { const: '1.0' },
    id: { type: 'string' },
    source: { type: 'string' },
    type: { type: 'string' },
    time: { type: 'string' },
    data: { type: 'object' },
  },
  required: ['specversion', 'id', 'source', 'type'],
};

/** Also as the headers Activity-Wait and Activity-Wait-Ms. */
const waiting = [
  {
    name: 'wait',
    in: 'query',
    description:
      'Answer when a read model has seen the events: `projected` (search and trends) or the id of a processor. The answer gains `waited`.',
    schema: { type: 'string' },
  },
  {
    name: 'wait_ms',
    in: 'query',
    description: 'At most so long; then the answer comes with `seen: false`, and the events are recorded all the same.',
    schema: { type: 'integer', minimum: 0, maximum: 15_000, default: 5_000 },
  },
];

const single = {
  operationId: 'publish-event',
  tags: ['ingest'],
  summary: 'Publish one event',
  description:
    'A 2xx means the event is durable. Sending it again is safe: it answers with the first receipt. CloudEvents 1.0 are taken too: structured, binary (with ce- headers) and as a batch, which answers like /activity/events/batch.',
  parameters: waiting,
  requestBody: {
    required: true,
    content: {
      'application/json': { schema: eventSchema },
      'application/cloudevents+json': { schema: cloudEvent },
      'application/cloudevents-batch+json': { schema: { type: 'array', items: cloudEvent } },
    },
  },
  responses: {
    200: answer('A repeat; the receipt is that of the first time.', verdict),
    201: answer('Recorded.', verdict),
    409: problem('The id is taken by an event with other content.'),
    410: problem('The event with this id was erased.'),
    422: problem('The event does not fit the base schema or its type.'),
    ...refusals,
  },
};

const batch = {
  operationId: 'publish-events',
  tags: ['ingest'],
  summary: 'Publish many events',
  description:
    'JSON: one verdict per event. NDJSON: a stream of any length; the answer is a stream too: one line per event that was not stored, then a summary.',
  parameters: [
    ...waiting,
    {
      name: 'verdicts',
      in: 'query',
      description: 'NDJSON only. `all`: a line for every event; read the answer while you send.',
      schema: { enum: ['all'] },
    },
  ],
  requestBody: {
    required: true,
    content: { 'application/json': { schema: batchBody }, 'application/x-ndjson': { schema: { type: 'string' } } },
  },
  responses: {
    200: {
      description: 'Every event is recorded (now or before); for NDJSON the lines say so.',
      content: {
        'application/json': { schema: schemaOf(batchAnswer) },
        'application/x-ndjson': { schema: { type: 'string' } },
      },
    },
    207: answer('Some events were refused or in conflict; the others are recorded.', batchAnswer),
    ...refusals,
  },
};

const demo = {
  operationId: 'publish-demo',
  tags: ['ingest'],
  summary: 'Publish the demo scenario up to today',
  description: 'A small ecosystem of 30 days. A second call of the same day stores nothing.',
  responses: {
    200: answer('How many of its events were new.', batchAnswer.omit({ items: true })),
    403: refusals[403],
    503: refusals[503],
  },
};

const validate = {
  operationId: 'validate-events',
  tags: ['ingest'],
  summary: 'Try events without publishing them',
  description: 'The same steps as publishing one event or a list; nothing is recorded, kept or charged.',
  requestBody: {
    required: true,
    content: { 'application/json': { schema: { oneOf: [eventSchema, ...batchBody.oneOf] } } },
  },
  responses: { 200: answer('One verdict per event, in the order sent.', dryRunAnswer), ...refusals },
};

/** The ingest routes for the OpenAPI 3.1 document; trpc-to-openapi knows neither array bodies nor 207. */
export const ingestPaths = {
  '/activity/events': { post: single },
  '/activity/events/batch': { post: batch },
  '/activity/events/validate': { post: validate },
  '/activity/demo': { post: demo },
} as const;
