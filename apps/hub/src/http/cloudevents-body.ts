import type { FastifyRequest } from 'fastify';
import { cloudEventAdapter } from '../ingest/adapters/cloud-event-adapter.ts';
import { cloudEventOfHeaders, hasCloudEventHeaders } from '../ingest/adapters/cloud-event-of-headers.ts';
import { decodeForeign } from '../ingest/decode-foreign.ts';
import { ingestRequestOf } from './ingest-request-of.ts';
import type { PublishedBody } from './publish-body.ts';

export type CloudEventMode = 'binary' | 'structured' | 'batch';

export const structuredType = 'application/cloudevents+json';
export const batchType = 'application/cloudevents-batch+json';

/** How a request carries CloudEvents (HTTP binding 3): the content type decides, then the headers. */
export function cloudEventModeOf({ headers }: FastifyRequest): CloudEventMode | undefined {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === batchType) return 'batch';
  if (type === structuredType) return 'structured';
  return hasCloudEventHeaders(headers) ? 'binary' : undefined;
}

/** @throws HubError unauthenticated, forbidden */
export function cloudEventsBody(sent: FastifyRequest, body: Buffer, mode: CloudEventMode): PublishedBody {
  const request = ingestRequestOf(sent, 'cloudevents', 'cloudevents');
  const adapter = cloudEventAdapter({ source: request.publisher.source });
  if (mode !== 'binary') {
    return { body, decoded: decodeForeign(body, mode === 'batch' ? 'batch' : 'single', adapter), request };
  }
  const whole = cloudEventOfHeaders(sent.raw.headersDistinct, body);
  const decoded = whole.fault === undefined ? decodeForeign(whole.body, 'single', adapter) : { fault: whole.fault };
  return { body: whole.body, decoded, request };
}
