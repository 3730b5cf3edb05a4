import type { FastifyInstance } from 'fastify';
import { oryAdapter } from '../ingest/adapters/ory-adapter.ts';
import { decodeForeign } from '../ingest/decode-foreign.ts';
import { ingestRequestOf } from './ingest-request-of.ts';
import { answerSingle } from './publish-body.ts';
import { bytesOfBody, type ForeignRoutesOptions, readForeignBodies } from './read-foreign-body.ts';

const hint = 'Send application/json, as the jsonnet of docs/api/sources/ory.md makes it.';

/** `POST /ory/webhooks`: what ORY Kratos and the sign-in page before ORY Hydra tell. */
export async function registerOryRoutes(server: FastifyInstance, options: ForeignRoutesOptions): Promise<void> {
  await server.register(async (scope) => {
    readForeignBodies(scope, options, hint);
    scope.post('/ory/webhooks', { config: { access: 'publish' } }, async (sent, reply) => {
      const body = bytesOfBody(sent);
      const request = ingestRequestOf(sent, 'ory', 'ory');
      const adapter = oryAdapter({ source: request.publisher.source });
      return answerSingle(options.ingest, { body, decoded: decodeForeign(body, 'single', adapter), request }, reply);
    });
  });
}
