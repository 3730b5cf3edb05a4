import { z } from 'zod';

/**
 * `source_refusals` and `source_silence` concern one source, `ingestion_lag` one consumer, `storage` one threshold
 * of one store.
 */
export const episodeKinds = ['source_refusals', 'source_silence', 'ingestion_lag', 'storage'] as const;
export type EpisodeKind = (typeof episodeKinds)[number];

/** A stretch of time in which something was unusual. Its begin and its end are one event each. */
export const episode = z.object({
  episode_id: z.string(),
  kind: z.enum(episodeKinds),
  key: z.string().describe('The source, the consumer, or the store and the percentage it passed, as `disk:80`.'),
  began_at: z.string(),
  ended_at: z.string().nullable(),
  details: z.record(z.string(), z.json()).describe('The figures when it began.'),
});
export type Episode = z.infer<typeof episode>;

export const sourceHealth = z.object({
  source: z.string(),
  first_seen_at: z.string(),
  last_seen_at: z.string().describe('The last time it sent anything, taken or refused.'),
  last_accepted_at: z.string().nullable(),
  last_refused_at: z.string().nullable(),
  accepted_24h: z.int(),
  duplicates_24h: z.int(),
  refused_24h: z.int(),
  refusal_rate_24h: z.number().describe('Refused of everything sent, 0 to 1.'),
  accepted_5m: z.int(),
  refused_5m: z.int(),
  silent: z.boolean(),
  silence_limit_ms: z
    .int()
    .nullable()
    .describe('How long it may be silent before that is unusual; null while too little is known of it.'),
  unknown_types: z.enum(['refuse', 'keep']).describe('What becomes of events of a type nobody registered.'),
  open_refused: z.int().describe('Refused events that nobody settled yet.'),
  open_episodes: z.array(episode),
});
export type SourceHealth = z.infer<typeof sourceHealth>;

/** Sources with an open episode first, then the latest seen; at most 500. */
export const sourceList = z.object({ items: z.array(sourceHealth) });
export type SourceList = z.infer<typeof sourceList>;

export const episodeSearch = z.object({
  kind: z.enum(episodeKinds).optional(),
  key: z.string().max(255).optional(),
  limit: z.number().int().min(1).max(200).default(50).optional(),
});
export type EpisodeSearch = z.infer<typeof episodeSearch>;

/** Newest first. */
export const episodeList = z.object({ items: z.array(episode) });
export type EpisodeList = z.infer<typeof episodeList>;
