import { z } from 'zod';

/** Bounds of what a subscription may be. They hold on every surface. */
export const SUBSCRIPTION_LIMITS = {
  maxSubscriptions: 10_000,
  maxTopics: 50,
  maxFilterCharacters: 2_000,
  maxTemplateBytes: 16 * 1024,
  maxHeaders: 20,
  /**
   * Deliveries that wait; a subscription with more is parked and reads by its own cursor. Small, because what waits was
   * matched and written on the same cores that serve everybody else: an endpoint that is down costs so many rows, not more.
   */
  maxPending: 2_000,
} as const;

const headerName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'must be a header name')
  .refine((name) => !/^(host|content-length|content-type|transfer-encoding|connection|webhook-.*)$/i.test(name), {
    error: 'is set by the hub',
  });
const headerValue = z
  .string()
  .max(2_000)
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'must be one line of text');
const pem = z
  .string()
  .max(20_000)
  .regex(/^\s*-----BEGIN [A-Z ]+-----/, 'must be PEM');

/** What an endpoint asks for beside the signature. Secrets are kept encrypted and never shown again. */
export const webhookAuthorization = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('bearer'), token: z.string().min(1).max(4_000) }),
  z
    .strictObject({
      kind: z.literal('oauth2'),
      token_url: z.string().max(2_000),
      client_id: z.string().min(1).max(500),
      client_secret: z.string().min(1).max(4_000),
      scope: z.string().max(1_000).optional(),
    })
    .describe('Client credentials; the token URL is held to the same rules as the endpoint.'),
]);
export type WebhookAuthorization = z.infer<typeof webhookAuthorization>;

export const webhookDestination = z.strictObject({
  kind: z.literal('webhook'),
  url: z.string().min(1).max(2_000).describe('https; addresses inside of networks are refused when it connects.'),
  headers: z.record(headerName, headerValue).default({}).describe('Sent with every attempt; shown masked.'),
  timeout_ms: z.int().min(100).max(60_000).default(15_000),
  authorization: webhookAuthorization.default({ kind: 'none' }),
  mtls: z.strictObject({ certificate: pem, key: pem, ca: pem.optional() }).optional(),
});
export type WebhookDestination = z.infer<typeof webhookDestination>;

/** `pull`: nothing is sent; who is behind a firewall asks for what is due and acknowledges it. */
export const destination = z.discriminatedUnion('kind', [
  webhookDestination,
  z.strictObject({
    kind: z.literal('pull'),
    key_id: z.guid().optional().describe('The reading key that may pull, beside admins.'),
  }),
  z.strictObject({
    kind: z.literal('sink'),
    sink_id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
    config: z.record(z.string(), z.json()).default({}),
  }),
]);
export type Destination = z.infer<typeof destination>;

/** A destination as it is shown: without its secrets. */
export const shownDestination = z.object({
  kind: z.enum(['webhook', 'pull', 'sink']),
  url: z.string().nullable(),
  sink_id: z.string().nullable(),
  key_id: z.string().nullable().describe('The key that may pull, beside admins.'),
  config: z
    .record(z.string(), z.json())
    .nullable()
    .describe('Of a sink, without its secrets; null where it was written before it could be shown.'),
  header_names: z.array(z.string()),
  timeout_ms: z.int().nullable(),
  authorization: z.enum(['none', 'bearer', 'oauth2']).nullable(),
  mtls: z.boolean(),
});
export type ShownDestination = z.infer<typeof shownDestination>;
