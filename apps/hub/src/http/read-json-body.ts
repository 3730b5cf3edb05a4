import type { Readable } from 'node:stream';
import { HubError } from '@activity-hub/contracts/errors';
import type { FastifyRequest } from 'fastify';
import { inspectJson } from '../ingest/inspect-json.ts';
import { readWholeBody } from './read-body.ts';

/**
 * The body of a change as JSON. What `JSON.parse` would mend in silence (a key twice, a number beyond its
 * precision, a NUL) is refused, as in an event. No body at all is `undefined`: some changes take none.
 * @throws HubError
 */
export async function readJsonBody(request: FastifyRequest, payload: Readable): Promise<unknown> {
  const text = await readJsonText(request, payload);
  return text === undefined ? undefined : JSON.parse(text);
}

/** The same as the text it is, for whoever parses it again: a string that was parsed would be taken for such a text. */
export async function readJsonText(request: FastifyRequest, payload: Readable): Promise<string | undefined> {
  const body = await readWholeBody(request, payload);
  return body.length === 0 ? undefined : strictJson(body.toString('utf8'));
}

/** @returns the text, when it can be parsed without loss. @throws HubError */
export function strictJson(text: string): string {
  const fault = inspectJson(text);
  if (fault !== undefined) throw new HubError(fault.code, fault.detail, { pointer: fault.pointer });
  return text;
}
