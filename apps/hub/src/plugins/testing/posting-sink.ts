/** A small sink that posts each event to where it is told, with a place for misbehaviour. @param onDeliver TypeScript */
export function postingInTypeScript(onDeliver = ''): string {
  return `
import type { Sink } from '@activity-hub/contracts/plugin/sink';
import { z } from 'zod';
const config = z.strictObject({
  url: z.string().default('https://chat.example.org/in').meta({ needed: true }),
  token: z.string().default('').meta({ secret: true }),
});
const sink: Sink<z.infer<typeof config>> = {
  manifest: {
    id: 'posting', version: '1.0.0', kind: 'sink', hub: '^0.1.0',
    title: { en: 'Posting', ru: 'Отправка' }, description: { en: 'For specs.', ru: 'Для тестов.' },
    config, topics: ['activity.**'], scope: 'stream', windows: [], emits: [],
  },
  batch: () => ({ events: 10, gatherSeconds: 0 }),
  connect: async ({ url, token }, context) => ({
    async deliver(events) {
      ${onDeliver}
      return Promise.all(events.map(async ({ event_id, payload }) => {
        try {
          const headers = { authorization: \`Bearer \${token}\`, 'content-type': 'application/json' };
          const response = await context.fetch(url, { method: 'POST', headers, body: JSON.stringify({ event_id, payload }) });
          if (response.ok) return { event_id, outcome: 'delivered' } as const;
          const reason = \`answered \${response.status}: \${await response.text()}\`;
          return response.status === 422 ? { event_id, outcome: 'reject', reason } as const
            : { event_id, outcome: 'retry', reason, retryAfterSeconds: 7 } as const;
        } catch (error) {
          return { event_id, outcome: 'retry', reason: String(error) } as const;
        }
      }));
    },
    async close() { context.log('info', 'closed'); },
  }),
};
export default sink;
`;
}
