import { HubError } from '@activity-hub/contracts/errors';
import type { EventFormat, Surface } from '@activity-hub/contracts/event-format';
import type { FastifyRequest } from 'fastify';
import { publisherOf } from '../auth/publisher-of.ts';
import type { IngestRequest } from '../ingest/ingest-request.ts';
import { normaliseTimestamp } from '../ingest/normalise-timestamp.ts';
import { isTraceParent } from '../ingest/steps/add-trace.ts';

/** @throws HubError invalid_timestamp */
export function sentAtOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const instant = normaliseTimestamp(text);
  if (instant !== undefined) return instant.iso;
  const detail = `Activity-Sent-At must be an instant such as 2026-11-23T10:00:00.000Z, not ${JSON.stringify(text.slice(0, 64))}.`;
  throw new HubError('invalid_timestamp', detail);
}

/**
 * What the events of an HTTP request have in common: who publishes, when it was sent (`Activity-Sent-At`)
 * and to which trace it belongs (`traceparent`; one that is not valid is no trace, as W3C demands).
 * @throws HubError unauthenticated, forbidden, invalid_timestamp
 */
export function ingestRequestOf(
  request: FastifyRequest,
  surface: Surface,
  format: EventFormat = 'event',
): IngestRequest {
  const { 'activity-sent-at': sentAt, traceparent } = request.headers;
  return {
    publisher: publisherOf(request.caller),
    surface,
    format,
    sentAt: sentAtOf(typeof sentAt === 'string' ? sentAt : undefined),
    traceParent: typeof traceparent === 'string' && isTraceParent(traceparent) ? traceparent : undefined,
  };
}
