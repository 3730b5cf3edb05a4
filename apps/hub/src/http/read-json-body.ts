import type { Readable } from 'node:stream';
import { HubError } from '@activity-hub/contracts/errors';
import { EVENT_LIMITS } from '@activity-hub/contracts/event';
import { inspectJson } from '../ingest/inspect-json.ts';
import { readBody } from './read-body.ts';

const timeoutMs = 20_000;

/**
 * The body of a change as JSON. What `JSON.parse` would mend in silence (a key twice, a number beyond its
 * precision, a NUL) is refused, as in an event. No body at all is `undefined`: some changes take none.
 * @throws HubError
 */
export async function readJsonBody(stream: Readable, encoding: string | undefined): Promise<unknown> {
  const body = await readBody(stream, encoding?.toLowerCase(), { maxBytes: EVENT_LIMITS.maxBodyBytes, timeoutMs });
  return body.length === 0 ? undefined : strictJson(body.toString('utf8'));
}

/** @throws HubError */
export function strictJson(text: string): unknown {
  const fault = inspectJson(text);
  if (fault !== undefined) throw new HubError(fault.code, fault.detail, { pointer: fault.pointer });
  return JSON.parse(text);
}
