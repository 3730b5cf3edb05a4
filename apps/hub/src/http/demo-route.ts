import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { demoEvents } from '../demo/demo-events.ts';
import { decodeBody } from '../ingest/decode-body.ts';
import type { Ingest } from '../ingest/ingest-events.ts';
import { batchAnswerOf } from './batch-answer-of.ts';
import { ingestRequestOf } from './ingest-request-of.ts';

/**
 * `POST /activity/demo`: the demo scenario up to today, for the console's empty state. It goes through
 * the same ingest as everything else, so a second call of the day stores nothing. A body is ignored.
 */
export async function registerDemoRoute(server: FastifyInstance, ingest: Ingest): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', async (_request: FastifyRequest, payload: Readable) => {
      payload.resume();
    });
    scope.post('/activity/demo', { config: { access: 'publish' } }, async (request) => {
      const today = new Date().toISOString().slice(0, 10);
      const decoded = decodeBody(Buffer.from(JSON.stringify(demoEvents(today))), 'batch');
      if ('fault' in decoded) throw new Error(`The demo scenario cannot be read: ${decoded.fault.detail}`);
      const { items: _items, ...counts } = batchAnswerOf(
        await ingest.take(decoded.events, ingestRequestOf(request, 'console')),
      );
      return counts;
    });
  });
}
