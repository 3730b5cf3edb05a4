import type { DryRunAnswer, DryVerdict } from '@activity-hub/contracts/schema/dry-run';
import type { FastifyInstance } from 'fastify';
import { decodeBody, type SentEvent } from '../ingest/decode-body.ts';
import type { Fault } from '../ingest/fault.ts';
import type { Ingest } from '../ingest/ingest-events.ts';
import type { PreparedEvent } from '../ingest/prepare-event.ts';
import { ingestRequestOf } from './ingest-request-of.ts';
import { bytesOfBody, type ForeignRoutesOptions, readForeignBodies } from './read-foreign-body.ts';

function refused(value: unknown, { code, detail, pointer }: Fault): DryVerdict {
  const id = typeof value === 'object' && value !== null && 'event_id' in value ? value.event_id : null;
  return { status: 'refused', event_id: typeof id === 'string' ? id.slice(0, 255) : null, code, detail, pointer };
}

function verdictOf(sent: SentEvent, prepared: PreparedEvent): DryVerdict {
  if ('fault' in prepared) return refused(sent.value, prepared.fault);
  const { event_id, event_type, event_version, timestamp, day, time_zone, context } = prepared.event;
  return {
    status: 'valid',
    event_id,
    event_type,
    event_version,
    timestamp,
    day,
    time_zone,
    context: JSON.parse(context) as Record<string, unknown>,
  };
}

function answerOf(items: DryVerdict[]): DryRunAnswer {
  const valid = items.filter(({ status }) => status === 'valid').length;
  return { valid, refused: items.length - valid, items };
}

/** The first character that is no white space: a list is a batch, an object with "events" too. */
function shapeOf(body: Buffer): 'single' | 'batch' {
  const text = body.subarray(0, 4_096).toString('latin1').trimStart();
  return text.startsWith('[') || /^\{\s*"events"\s*:/.test(text) ? 'batch' : 'single';
}

/**
 * `POST /activity/events/validate`: the verdicts that events would get, by the same steps as publishing them.
 * Nothing is recorded, kept, charged or deduplicated, so a valid event may still turn out to be a repeat.
 */
export async function registerValidateRoute(server: FastifyInstance, options: ForeignRoutesOptions): Promise<void> {
  const ingest: Pick<Ingest, 'examine'> = options.ingest;
  await server.register(async (scope) => {
    readForeignBodies(scope, options, 'Send one event or a list of events as application/json.');
    scope.post(
      '/activity/events/validate',
      { config: { access: 'publish' } },
      async (request): Promise<DryRunAnswer> => {
        const body = bytesOfBody(request);
        const decoded = decodeBody(body, shapeOf(body));
        if ('fault' in decoded) return answerOf([refused(undefined, decoded.fault)]);
        const prepared = await ingest.examine(decoded.events, ingestRequestOf(request, 'rest'));
        return answerOf(
          decoded.events.map((sent, at) => verdictOf(sent, prepared[at] ?? { fault: sent.fault ?? unexamined })),
        );
      },
    );
  });
}

const unexamined: Fault = { code: 'internal_error', pointer: '', detail: 'The event was not examined.' };
