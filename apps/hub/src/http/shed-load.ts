import type { IncomingHttpHeaders } from 'node:http';
import { problemOf } from '@activity-hub/contracts/errors';
import { EVENT_LIMITS } from '@activity-hub/contracts/event';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Admission } from '../ingest/admission.ts';
import { problemType } from './problem-answer.ts';

/** JSON of events seldom shrinks by more; what inflates further meets the bound of a whole body. */
const gzipFactor = 12;
/** A stream is read in portions that are bounded by themselves. */
const streamBytes = 1024 * 1024;
/** The rest of a body this large is not worth reading: the connection ends with the answer. */
const maxDrainedBytes = 256 * 1024;

const shed = new WeakSet<FastifyRequest>();

/** Whether a request was sent away unread: counted, and not worth a log line of its own in a flood. */
export function wasShed(request: FastifyRequest): boolean {
  return shed.has(request);
}

/** What a body may take in memory, as far as its headers tell. */
function expectedBytes(headers: IncomingHttpHeaders): number {
  if (headers['content-type']?.includes('ndjson') === true) return streamBytes;
  const length = Number(headers['content-length']);
  if (!Number.isSafeInteger(length)) return EVENT_LIMITS.maxBodyBytes;
  const bytes = headers['content-encoding'] === undefined ? length : length * gzipFactor;
  return Math.min(bytes, EVENT_LIMITS.maxBodyBytes);
}

/** Answers a publisher for whom there is no room. @returns whether it did */
export type ShedLoad = (request: FastifyRequest, reply: FastifyReply) => boolean;

/**
 * Sends publishers away before their body is read when no more can be taken, and before anybody asks who they
 * are. Finding out, reading, parsing and then refusing would cost what a flood wants to cost: this is one write.
 */
export function createLoadShedding(admission: Pick<Admission, 'closedFor'>, onShed: () => void): ShedLoad {
  return (request, reply) => {
    if (request.routeOptions.config.access !== 'publish') return false;
    const bytes = expectedBytes(request.headers);
    const retryAfterSeconds = admission.closedFor(bytes);
    if (retryAfterSeconds === undefined) return false;
    shed.add(request);
    onShed();
    const detail = `The hub takes no more right now. Nothing of this request was read; send it again in ${retryAfterSeconds} s.`;
    if (bytes > maxDrainedBytes) reply.header('connection', 'close');
    const problem = {
      ...problemOf('overloaded', detail),
      retry_after_seconds: retryAfterSeconds,
      request_id: request.id,
    };
    void reply
      .status(503)
      .header('retry-after', String(retryAfterSeconds))
      .type(problemType)
      .send(JSON.stringify(problem));
    return true;
  };
}

/**
 * Counts the bodies of publishers as being in memory. Only of those who may publish: strangers could fill the
 * room by announcing large bodies. Finding out who asks takes time, so it looks once more whether there is any.
 * Register it before the routes.
 */
export function holdBodies(server: FastifyInstance, admission: Admission, shedLoad: ShedLoad): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.config.access !== 'publish') return done();
    if (shedLoad(request, reply)) return;
    reply.raw.once('close', admission.hold(expectedBytes(request.headers)));
    done();
  });
}
