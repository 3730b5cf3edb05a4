import { randomUUID } from 'node:crypto';
import { type Metadata, type ServerErrorResponse, status } from '@grpc/grpc-js';
import type { Credentials } from '../auth/credentials.ts';
import { sentAtOf } from '../http/ingest-request-of.ts';
import type { IngestRequest, Publisher } from '../ingest/ingest-request.ts';
import { isTraceParent } from '../ingest/steps/add-trace.ts';
import { type CallError, callErrorOf } from './call-error-of.ts';
import { type Received, UnreadableMessage } from './ingest-definition.ts';

/** What every call has, whatever its kind. */
export interface AnyCall {
  readonly metadata: Metadata;
  getPeer(): string;
}

/** Told of the end of every call: one wide log line each. */
export type CallObserver = (ended: {
  readonly method: string;
  readonly requestId: string;
  readonly code: string;
  readonly events: number;
  readonly ms: number;
  /** Only where the hub itself failed. */
  readonly fault: unknown;
}) => void;

function textOf(metadata: Metadata, name: string): string | undefined {
  const value = metadata.get(name)[0];
  return typeof value === 'string' ? value : undefined;
}

export function credentialsOf(call: AnyCall): Credentials {
  return {
    authorization: textOf(call.metadata, 'authorization'),
    apiKey: textOf(call.metadata, 'x-api-key'),
    address: call.getPeer().replace(/:\d+$/, ''),
    forwardedFor: call.metadata.get('x-forwarded-for').join(','),
  };
}

/** What the caller wants to wait for, as it says. */
export function waitOf(call: AnyCall): readonly [string | undefined, string | undefined] {
  return [textOf(call.metadata, 'activity-wait'), textOf(call.metadata, 'activity-wait-ms')];
}

/** @throws HubError invalid_timestamp */
export function ingestRequestOf(call: AnyCall, publisher: Publisher): IngestRequest {
  const traceParent = textOf(call.metadata, 'traceparent');
  return {
    publisher,
    surface: 'grpc',
    format: 'event',
    sentAt: sentAtOf(textOf(call.metadata, 'activity-sent-at')),
    traceParent: traceParent !== undefined && isTraceParent(traceParent) ? traceParent : undefined,
  };
}

/** @throws HubError malformed_message, body_too_large */
export function demandReadable<Message>(received: Received<Message>): Message {
  if (received instanceof UnreadableMessage) throw received.reason;
  return received;
}

/** Follows one call from its beginning to its one end. */
export function beginCall(method: string, observer: CallObserver) {
  const requestId = randomUUID();
  const begun = performance.now();
  let events = 0;
  let ended = false;
  const end = (code: status, fault: unknown): void => {
    if (ended) return;
    ended = true;
    observer({ method, requestId, code: status[code], events, ms: performance.now() - begun, fault });
  };
  return {
    requestId,
    count(more: number): void {
      events += more;
    },
    succeeded: () => end(status.OK, undefined),
    cancelled: () => end(status.CANCELLED, undefined),
    /** @returns the failure as grpc-js sends it */
    failed(failure: unknown): ServerErrorResponse {
      const error = callErrorOf(failure, requestId);
      const isOurs = error.code === status.INTERNAL || error.code === status.UNAVAILABLE;
      end(error.code, isOurs ? failure : undefined);
      return asResponse(error);
    },
    refused(error: CallError): ServerErrorResponse {
      end(error.code, undefined);
      return asResponse(error);
    },
  };
}
export type BegunCall = ReturnType<typeof beginCall>;

function asResponse(error: CallError): ServerErrorResponse {
  return Object.assign(new Error(error.details), error);
}
