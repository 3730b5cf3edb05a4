import { problemOf } from '@activity-hub/contracts/errors';
import type { FastifyInstance } from 'fastify';
import { sendProblem } from '../http/problem-answer.ts';
import { ingestPath } from './accept-ingest.ts';

/** Answers who comes to the path of the WebSocket connections without asking for one. */
export function registerIngestUpgrade(server: FastifyInstance): void {
  server.get(ingestPath, { config: { access: 'open' } }, (_request, reply) => {
    const detail = 'Connect here by WebSocket (ws://), or post events to /activity/events.';
    return sendProblem(reply.header('upgrade', 'websocket'), problemOf('upgrade_required', detail));
  });
}
