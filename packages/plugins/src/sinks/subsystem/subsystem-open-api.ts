import { jsonSchemaOf } from '@activity-hub/contracts/event-types/payload-json-schema';
import { batchAnswer, batchSchema, itemSchema } from './subsystem-contract.ts';
import type { SubsystemDescription } from './subsystem-description.ts';

/** The document of a subsystem's contract, made of the same schemas that check what is sent. */
export function subsystemOpenApi(description: SubsystemDescription): object {
  const { id, title, path, topics, version } = description;
  return {
    openapi: '3.1.0',
    info: {
      title: `${title.en}: what Activity Hub sends`,
      version,
      description: [
        `The sink \`${id}\` posts these batches to the subsystem. Delivery is at least once: an item may come again, alone`,
        'or among others, under the same idempotency key. Answer 200 with a result per item, or any other 2xx for all',
        'of them.',
        `Events: ${topics.map((topic) => `\`${topic}\``).join(', ')}.`,
      ].join(' '),
    },
    security: [{ token: [] }],
    paths: { [path]: { post: operation(description) } },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: {
        Batch: plain(batchSchema(itemSchema(description.data))),
        BatchAnswer: plain(batchAnswer),
      },
    },
  };
}

function operation({ id, example, mapping }: SubsystemDescription): object {
  return {
    operationId: `take_${id.replaceAll('-', '_')}_events`,
    summary: 'Take a batch of events',
    parameters: [
      {
        name: 'Idempotency-Key',
        in: 'header',
        required: true,
        schema: { type: 'string', format: 'uuid' },
        description: 'Of the request: equal when the same items are sent again.',
      },
    ],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { $ref: '#/components/schemas/Batch' },
          example: { items: [exampleItem(example, mapping)] },
        },
      },
    },
    responses: {
      '200': {
        description: 'A result for each item. An item without one is sent again.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/BatchAnswer' } } },
      },
      '204': { description: 'All items are accepted or duplicates; 201 and 202 mean the same.' },
      '400': { description: 'The whole batch is refused for good, as by every 4xx that is not named here.' },
      '401': { description: 'The token is not accepted. The batch is sent again, as after 403, 408 and 425.' },
      '429': later('Too fast. The batch is sent again.'),
      '503': later('Not now. The batch is sent again, as after every 5xx.'),
    },
  };
}

function later(description: string): object {
  const schema = { type: 'string' };
  return { description, headers: { 'Retry-After': { description: 'Seconds, or a date: not before.', schema } } };
}

function exampleItem(
  { event_type, payload }: SubsystemDescription['example'],
  mapping: SubsystemDescription['mapping'],
) {
  const eventId = '5a1f0f6e-4c1b-5f0e-9a57-0c2b6d1e8f34';
  const fields = Object.entries(mapping).flatMap(([name, pointer]) => {
    const value = payload[pointer.replace('/payload/', '')];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    idempotency_key: eventId,
    event_id: eventId,
    event_type,
    occurred_at: '2026-05-04T10:00:00.000Z',
    user_id: '6f1d2c9a-0b7e-5d34-9a51-3c2f8e4b7a10',
    data: Object.fromEntries(fields),
  };
}

function plain(schema: Parameters<typeof jsonSchemaOf>[0]): object {
  const { $schema: _dialect, ...rest } = jsonSchemaOf(schema);
  return rest;
}
