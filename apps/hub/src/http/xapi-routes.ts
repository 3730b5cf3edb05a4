import { type ErrorCode, errorTable, HubError, problemOf } from '@activity-hub/contracts/errors';
import type { Verdict } from '@activity-hub/contracts/receipt';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isUuid } from '../ingest/adapters/foreign-id.ts';
import { withMember } from '../ingest/adapters/with-member.ts';
import { xapiAdapter } from '../ingest/adapters/xapi-adapter.ts';
import { decodeForeign } from '../ingest/decode-foreign.ts';
import { ingestRequestOf } from './ingest-request-of.ts';
import { sendProblem } from './problem-answer.ts';
import { type PublishedBody, publishBody } from './publish-body.ts';
import { bytesOfBody, type ForeignRoutesOptions, readForeignBodies } from './read-foreign-body.ts';

/** The newest patch of every version that is spoken; statements of both have what an event is made of. */
const versions = ['2.0.0', '1.0.3'] as const;
const versionHeader = 'x-experience-api-version';
const hint = 'Send statements as application/json. Attachments (multipart/mixed) are not taken: send their address.';

function versionOf(sent: unknown): string | undefined {
  if (typeof sent !== 'string') return undefined;
  if (/^2\.0\.\d{1,3}$/.test(sent)) return '2.0.0';
  return /^1\.0(\.\d{1,3})?$/.test(sent) ? '1.0.3' : undefined;
}

/** Record stores know fewer answers than we have codes: what is wrong with a statement is 400, whatever it is. */
function statusOf(code: ErrorCode): number {
  const { status } = errorTable[code];
  return [403, 409, 413].includes(status) ? status : 400;
}

function isStored(verdict: Verdict): boolean {
  return verdict.status === 'accepted' || verdict.status === 'duplicate';
}

/**
 * Refusals of statements. A record store would have stored none of them; the hub has stored the others, and
 * says so for each: sending all of them again is safe.
 */
function sendRefusal(reply: FastifyReply, verdicts: readonly Verdict[]): FastifyReply {
  const conflict = verdicts.find((verdict) => verdict.status === 'conflict');
  const first = conflict ?? verdicts.find((verdict) => verdict.status === 'refused');
  if (first === undefined || !('code' in first)) throw new Error('No statement was refused.');
  const code = first.code as ErrorCode;
  const pointer = 'pointer' in first ? first.pointer : '/id';
  const problem = { ...problemOf(code, first.detail, pointer), status: statusOf(code) };
  return sendProblem(reply, problem, { items: verdicts });
}

interface StatementBody {
  readonly body: Buffer;
  readonly isList: boolean;
}

function statements(sent: FastifyRequest, { body, isList }: StatementBody): PublishedBody {
  const request = ingestRequestOf(sent, 'xapi', 'xapi');
  const adapter = xapiAdapter({ source: request.publisher.source });
  return { body, decoded: decodeForeign(body, isList ? 'batch' : 'single', adapter), request };
}

/** Whether the first thing in it is a list. */
function startsList(body: Buffer): boolean {
  return /^\s*\[/.test(body.subarray(0, 1_024).toString('latin1'));
}

/** The body of a PUT with the id that its address names: kept like this, a refused one can be repaired. */
function withStatementId(body: Buffer, id: unknown): Buffer {
  if (typeof id !== 'string' || !isUuid(id))
    throw new HubError('invalid_query', 'statementId is required and must be a UUID.', { pointer: '/statementId' });
  return withMember(body, 'id', id, (sent) => {
    if (typeof sent === 'string' && sent.toLowerCase() === id.toLowerCase()) return;
    const detail = 'The statement has another id than statementId says. Send one of them, or the same.';
    throw new HubError('invalid_query', detail, { pointer: '/id' });
  });
}

/** `POST` and `PUT /xapi/statements`, `GET /xapi/about`: the writing half of a learning record store. */
export async function registerXapiRoutes(server: FastifyInstance, options: ForeignRoutesOptions): Promise<void> {
  const { ingest } = options;
  await server.register(async (scope) => {
    readForeignBodies(scope, options, hint);
    // On refusals too, those of the key among them.
    scope.addHook('onSend', async (request, reply) => {
      reply.header(versionHeader, versionOf(request.headers[versionHeader]) ?? versions[0]);
    });
    scope.addHook('preParsing', async (request) => {
      if (request.method === 'GET' || versionOf(request.headers[versionHeader]) !== undefined) return;
      const detail = `Send the header X-Experience-API-Version with one of ${versions.join(', ')}.`;
      throw new HubError('unsupported_version', detail);
    });
    scope.get('/xapi/about', { config: { access: 'open' } }, async () => ({ version: versions, extensions: {} }));
    scope.post('/xapi/statements', { config: { access: 'publish' } }, async (request, reply) => {
      const body = bytesOfBody(request);
      const published = await publishBody(ingest, statements(request, { body, isList: startsList(body) }));
      if ('unread' in published) return sendRefusal(reply, [published.unread]);
      const { verdicts } = published;
      if (!verdicts.every(isStored)) return sendRefusal(reply, verdicts);
      return reply.status(200).send(verdicts.flatMap((each) => ('receipt' in each ? [each.receipt.event_id] : [])));
    });
    scope.put('/xapi/statements', { config: { access: 'publish' } }, async (request, reply) => {
      const { statementId } = request.query as { readonly statementId?: unknown };
      const body = withStatementId(bytesOfBody(request), statementId);
      const published = await publishBody(ingest, statements(request, { body, isList: false }));
      const verdicts = 'unread' in published ? [published.unread] : published.verdicts;
      return verdicts.every(isStored) ? reply.status(204).send() : sendRefusal(reply, verdicts);
    });
  });
}
