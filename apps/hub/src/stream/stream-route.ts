import { Readable } from 'node:stream';
import { jsonPointer } from '@activity-hub/contracts/api/json-pointer';
import { type StreamedFrame, streamQuery } from '@activity-hub/contracts/dispatch/stream';
import { HubError } from '@activity-hub/contracts/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { connectionEnd } from './connection-end.ts';
import { openStream, type StreamSources } from './open-stream.ts';

export const streamPath = '/activity/stream';

/** Nothing on the way keeps or packs the pieces, and a hub that stops has no connection to wait for. */
export const streamHeaders = {
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  connection: 'close',
} as const;

/** @throws HubError invalid_query */
export function streamQueryOf(sent: unknown, lastEventId: string | undefined) {
  const given = sent as Readonly<Record<string, unknown>>;
  const parsed = streamQuery.safeParse(lastEventId === undefined ? given : { ...given, cursor: lastEventId });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  const place = path.map(String).join('.') || 'query';
  throw new HubError('invalid_query', `${place}: ${issue?.message ?? 'not valid'}`, { pointer: jsonPointer(path) });
}

/** `GET /activity/stream`: the log as Server-Sent Events; a browser that reconnects goes on where it was. */
export function registerStreamRoute(server: FastifyInstance, sources: StreamSources): void {
  server.addHook('preClose', () => sources.followers.stop());
  server.get(streamPath, { config: { access: 'read' } }, async (request, reply) => {
    const query = streamQueryOf(request.query, lastEventId(request));
    const asking = { caller: request.caller, requestId: request.id };
    const { groups } = await openStream(sources, query, asking, connectionEnd(request.raw));
    return reply
      .status(200)
      .headers(streamHeaders)
      .type('text/event-stream')
      .send(Readable.from(texts(groups), { highWaterMark: 1 }));
  });
}

function lastEventId(request: FastifyRequest): string | undefined {
  const header = request.headers['last-event-id'];
  return typeof header === 'string' && header !== '' ? header : undefined;
}

async function* texts(groups: AsyncGenerator<readonly StreamedFrame[]>): AsyncGenerator<string> {
  // Says at once that it is open: headers go out with the first bytes.
  yield ': open\n\n';
  for await (const group of groups) yield group.map(sseText).join('');
}

function sseText({ type, cursor, ...rest }: StreamedFrame): string {
  const data = 'event' in rest ? rest.event : rest;
  return `id: ${cursor}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
