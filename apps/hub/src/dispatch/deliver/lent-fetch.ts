import { PROTOCOL_LIMITS } from '@activity-hub/contracts/plugin/protocol';
import type { LentFetch } from '../../plugins/lent-fetches.ts';
import { isLent } from '../../plugins/lent-hosts.ts';
import type { AllowList } from '../webhook/allow-list.ts';
import { attemptErrorOf } from '../webhook/attempt-error.ts';
import type { GuardedAgents } from '../webhook/guarded-agent.ts';
import { headersFault } from '../webhook/webhook-headers.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { mayBePlain } from './may-be-plain.ts';

const { maxFetchedBytes } = PROTOCOL_LIMITS;
const maxUrlLength = 8_000;

export interface LentFetchSources {
  readonly agents: GuardedAgents;
  readonly allow: AllowList;
}

/**
 * Asks others for an installed sink: only whom its `plugin.json` names, at addresses that any sink may reach, encrypted unless
 * an operator lists the place. Redirects are answers; a longer answer than there may be is none.
 */
export function lentFetch({ agents, allow }: LentFetchSources, hosts: readonly string[]): LentFetch {
  const fetch = guardedFetch(agents);
  return async ({ method, url, headers, body_base64: body }, signal) => {
    if (!/^[A-Z]{1,20}$/.test(method)) throw new Error('It asked with a method that is none, such as POST.');
    demandLent(url, hosts, allow);
    const fault = headersFault(headers);
    if (fault !== undefined) throw new Error(fault);
    try {
      const sent = body === null ? {} : { body: Buffer.from(body, 'base64') };
      const response = await fetch(url, { method, headers, signal, ...sent });
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body_base64: (await wholeBody(response)).toString('base64'),
      };
    } catch (error) {
      throw error instanceof LongAnswer ? error : new Error(reasonOf(error), { cause: error });
    }
  };
}

/** The platform's "fetch failed" hides what failed in its cause. */
function reasonOf(error: unknown): string {
  const failure = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { code, sentence } = attemptErrorOf(failure);
  return code === 'failed' && failure instanceof Error ? `The request failed: ${failure.message}.` : sentence;
}

class LongAnswer extends Error {}

function demandLent(text: string, hosts: readonly string[], allow: AllowList): void {
  const url = text.length > maxUrlLength ? null : URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Error('It asked for an address that is no http or https, or longer than 8,000 characters.');
  if (!isLent(url, hosts)) {
    const named = hosts.length === 0 ? 'nobody' : hosts.join(', ');
    throw new Error(`It may ask ${named}, which is what "network" of its plugin.json says, and not ${url.host}.`);
  }
  if (url.protocol === 'http:' && !mayBePlain(text, allow))
    throw new Error(
      `Plain http to ${url.host} is not allowed here: use https, or have an operator list it in HUB_WEBHOOK_ALLOW.`,
    );
}

async function wholeBody(response: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  if (response.body !== null)
    for await (const part of response.body) {
      parts.push(part);
      bytes += part.byteLength;
      if (bytes > maxFetchedBytes) throw new LongAnswer(`The answer is longer than ${maxFetchedBytes / 1024} KiB.`);
    }
  return Buffer.concat(parts);
}
