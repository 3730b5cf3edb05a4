import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { SinkFetch } from '@activity-hub/contracts/plugin/context';
import type { DeliveryResult, Sink } from '@activity-hub/contracts/plugin/sink';
import { z } from 'zod';

type Config = { readonly url: string; readonly token: string };

/** Every way to ask and to read an answer; `relay.py` is the same in Python. */
export const relay: Sink<Config> = {
  manifest: {
    id: 'relay',
    version: '1.0.0',
    kind: 'sink',
    hub: '^0.1.0',
    title: { en: 'Relay', ru: 'Передача' },
    description: { en: 'Passes on.', ru: 'Передаёт дальше.' },
    config: z.strictObject({
      url: z
        .string()
        .default('https://chat.example.org/in')
        .refine((url) => url.startsWith('https://'), 'must be encrypted'),
      token: z.string().default('word').meta({ secret: true }),
    }),
    topics: ['activity.**'],
    scope: 'stream',
    windows: [],
    emits: [],
  },
  batch: () => ({ events: 10, gatherSeconds: 2.5 }),
  connect: async (config, { fetch }) => ({
    deliver: async (events) => {
      const results: DeliveryResult[] = [];
      for (const event of events) results.push(await deliverOne(event, config, fetch));
      return results;
    },
    close: async () => undefined,
  }),
};

async function deliverOne(
  { event_id, payload }: RecordedEvent,
  config: Config,
  fetch: SinkFetch,
): Promise<DeliveryResult> {
  let response: Response;
  try {
    response = await ask(payload, config, fetch);
  } catch (error) {
    return { event_id, outcome: 'retry', reason: (error as Error).message };
  }
  if (response.ok) return { event_id, outcome: 'delivered' };
  const body = Buffer.from(await response.clone().arrayBuffer()).toString('hex');
  const isJson = response.headers.get('content-type')?.includes('json');
  const said = isJson ? ((await response.json()) as { detail: string }).detail : await response.text();
  const reason = `answered ${response.status}: ${said} ${body}`;
  if (response.status !== 429 && response.status < 500) return { event_id, outcome: 'reject', reason };
  const after = response.headers.get('retry-after');
  return { event_id, outcome: 'retry', reason, ...(after === null ? {} : { retryAfterSeconds: Number(after) }) };
}

function ask(payload: RecordedEvent['payload'], { url, token }: Config, fetch: SinkFetch): Promise<Response> {
  const authorization = `Bearer ${token}`;
  const content = payload['content'] as string | number[];
  if (payload['as'] === 'json') {
    const headers = { authorization, 'content-type': 'application/json' };
    return fetch(url, { method: 'POST', headers, body: JSON.stringify(content) });
  }
  if (payload['as'] === 'text')
    return fetch(url, {
      method: 'PUT',
      headers: { authorization, 'content-type': 'text/plain' },
      body: String(content),
    });
  if (payload['as'] === 'bytes')
    return fetch(url, { method: 'POST', headers: { authorization }, body: Buffer.from(content as number[]) });
  return fetch(`${url}?n=${content.length}`, { headers: { authorization } });
}
