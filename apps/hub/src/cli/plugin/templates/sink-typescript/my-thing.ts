import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { SinkContext } from '@activity-hub/contracts/plugin/context';
import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import type { DeliveryResult, Sink } from '@activity-hub/contracts/plugin/sink';
import { withoutSecrets } from '@activity-hub/contracts/plugin/without-secrets';
import { z } from 'zod';

/** Validation, form and documentation at once. Every setting has a default, and words in both languages. */
const config = z.strictObject({
  url: z
    .string()
    .regex(/^(https?:\/\/\S+)?$/, 'must begin with http:// or https://')
    .default('')
    .meta({
      // No subscription is made while it is empty.
      needed: true,
      ...shownAs({
        en: ['Address', 'Where each event is posted.'],
        ru: ['Адрес', 'Куда отправляется каждое событие.'],
      }),
    }),
  token: z
    .string()
    .default('')
    .meta({
      // Kept sealed, and never shown again.
      secret: true,
      ...shownAs({ en: ['Token', 'Sent as a bearer token.'], ru: ['Токен', 'Отправляется как bearer-токен.'] }),
    }),
});
type Config = z.infer<typeof config>;

/** Posts each event as one JSON message. */
export const myThing: Sink<Config> = {
  manifest: {
    id: 'my-thing',
    version: '1.0.0',
    kind: 'sink',
    hub: '^0.1.0',
    title: { en: 'My thing', ru: 'Моя вещь' },
    description: { en: 'Posts each event to an address.', ru: 'Отправляет каждое событие по адресу.' },
    config,
    topics: ['activity.**'],
    scope: 'stream',
    windows: [],
    emits: [],
  },
  // All of a batch are under way at once; the hub lends 16 requests at a time.
  batch: () => ({ events: 10, gatherSeconds: 0 }),
  connect: async (settings, context) => ({
    deliver: (events) => Promise.all(events.map((event) => post(event, settings, context))),
    close: async () => undefined,
  }),
};

/** One attempt. Throws nothing: whatever goes wrong is a result. */
async function post(event: RecordedEvent, { url, token }: Config, context: SinkContext): Promise<DeliveryResult> {
  const { event_id, event_type, timestamp, user_id, payload } = event;
  // A reason is read by people and kept, and whoever is asked may tell the token back.
  const reasonOf = (text: string): string => withoutSecrets(text, [token]).slice(0, 200);
  try {
    const response = await context.fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        // The same event may come again, with the same id.
        'idempotency-key': event_id,
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ event_id, event_type, timestamp, user_id, payload }),
      signal: AbortSignal.any([context.signal, AbortSignal.timeout(15_000)]),
    });
    if (response.ok) return { event_id, outcome: 'delivered' };
    const reason = reasonOf(`answered ${response.status}: ${await response.text()}`);
    if (!isForLater(response.status)) return { event_id, outcome: 'reject', reason };
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    return {
      event_id,
      outcome: 'retry',
      reason,
      ...(seconds >= 0 ? { retryAfterSeconds: Math.min(seconds, 86_400) } : {}),
    };
  } catch (error) {
    return { event_id, outcome: 'retry', reason: reasonOf(`no answer: ${(error as Error).message}`) };
  }
}

/** The event is not to blame: the same request may be taken later. */
function isForLater(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}
