import { z } from 'zod';
import { canonicalTopicPattern } from '../topic.ts';
import { keyPermissions } from './caller.ts';

/** No limit of a key is above these, so that one key cannot be the whole load of a hub by a slip of the finger. */
const maxPerSecond = 1_000_000;
const maxPerDay = 1_000_000_000_000;

/** What a key may use; null: no limit of its own. */
export const keyLimits = z.object({
  events_per_second: z.int().min(1).max(maxPerSecond).nullable().describe('Steady rate of events.'),
  burst: z
    .int()
    .min(1)
    .max(maxPerSecond)
    .nullable()
    .describe('Events at once above the steady rate; null: ten seconds of the rate.'),
  requests_per_second: z.int().min(1).max(maxPerSecond).nullable(),
  events_per_day: z.int().min(1).max(maxPerDay).nullable().describe('Events of a UTC day.'),
  addresses_per_hour: z.int().min(1).max(1_000).describe('Client addresses in a sliding hour.'),
});
export type KeyLimits = z.infer<typeof keyLimits>;

export const defaultKeyLimits: KeyLimits = {
  events_per_second: null,
  burst: null,
  requests_per_second: null,
  events_per_day: null,
  addresses_per_hour: 20,
};

/** `ending`: another key took its place, and it lives until `overlap_until`. */
export const keyStates = ['active', 'ending', 'expired', 'revoked'] as const;
export type KeyState = (typeof keyStates)[number];

/** An API key as people see it: everything but its secret, which was shown once and is not kept. */
export const apiKey = z.object({
  key_id: z.string(),
  prefix: z.string().describe('The beginning of the key, by which it is recognised: ahk_ and the key id.'),
  name: z.string(),
  state: z.enum(keyStates),
  source: z.string().nullable().describe('The one source it may publish as; null: any.'),
  permissions: z.array(z.enum(keyPermissions)),
  event_types: z.array(z.string()).describe('Topic patterns it may publish.'),
  limits: keyLimits,
  events_today: z.int().describe('Events of this UTC day; a second behind at most.'),
  created_at: z.string(),
  created_by: z.object({ kind: z.enum(['person', 'key', 'operator']), id: z.string().nullable(), name: z.string() }),
  expires_at: z.string().nullable(),
  last_used_at: z.string().nullable().describe('To the minute.'),
  last_used_address: z.string().nullable(),
  revoked_at: z.string().nullable(),
  rotated_from: z.string().nullable().describe('The key whose place it took.'),
  rotated_to: z.string().nullable().describe('The key that took its place.'),
  overlap_until: z.string().nullable().describe('Until when it lives beside the key that took its place.'),
});
export type ApiKey = z.infer<typeof apiKey>;

/** The one answer that holds the secret. */
export const madeKey = z.object({
  key: apiKey,
  secret: z.string().describe('The whole key. It is shown this once and cannot be read again.'),
});
export type MadeKey = z.infer<typeof madeKey>;

export const rotatedKey = madeKey.extend({ previous: apiKey });
export type RotatedKey = z.infer<typeof rotatedKey>;

export const keyIdPattern = /^[0-9A-Za-z]{12}$/;
const keyId = z.string().regex(keyIdPattern, 'a key id has 12 letters and digits');
const keyName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters');
const source = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'lower case letters, digits, dots, dashes');
const topicPattern = z
  .string()
  .max(255)
  .refine((pattern) => canonicalTopicPattern(pattern) !== undefined, 'no topic pattern: activity.learning.*, **');
const instant = z.iso.datetime({ offset: true });

export const keyQuery = z.object({ key_id: keyId });

export const keySearch = z.object({
  state: z.enum(keyStates).optional(),
  source: source.optional(),
  cursor: z.string().max(512).optional(),
  limit: z.number().int().min(1).max(200).default(50).optional(),
});
export type KeySearch = z.infer<typeof keySearch>;

/** Made last first. */
export const keyPage = z.object({ items: z.array(apiKey), next_cursor: z.string().nullable() });
export type KeyPage = z.infer<typeof keyPage>;

export const newKey = z.object({
  name: keyName,
  source: source.nullable().optional().describe('The one source it may publish as; left out: any.'),
  permissions: z.array(z.enum(keyPermissions)).min(1).max(3),
  event_types: z.array(topicPattern).min(1).max(50).optional().describe('Topic patterns; left out: every type.'),
  limits: keyLimits.partial().optional(),
  expires_at: instant.nullable().optional(),
});
export type NewKey = z.infer<typeof newKey>;

export const keyChange = keyQuery.extend({
  name: keyName.optional(),
  limits: keyLimits.partial().optional().describe('Only what is given changes.'),
  expires_at: instant.nullable().optional(),
});
export type KeyChange = z.infer<typeof keyChange>;

const maxOverlapSeconds = 30 * 24 * 60 * 60;

export const keyRotation = keyQuery.extend({
  overlap_seconds: z
    .int()
    .min(0)
    .max(maxOverlapSeconds)
    .optional()
    .describe('How long the old key lives on; left out: a day.'),
});
export type KeyRotation = z.infer<typeof keyRotation>;
