import { z } from 'zod';
import type { RecordedEvent } from '../event.ts';
import { canonicalTopicPattern } from '../topic.ts';
import { SUBSCRIPTION_LIMITS } from './destination.ts';

/** What is asked of the stream; `topics` are separated by commas. */
export const streamQuery = z.strictObject({
  topics: z
    .string()
    .max(4_000)
    .default('**')
    .transform((text) => text.split(',').map((part) => part.trim()))
    .refine((parts) => parts.length <= SUBSCRIPTION_LIMITS.maxTopics, {
      error: `must name at most ${SUBSCRIPTION_LIMITS.maxTopics} topics`,
    })
    .refine((parts) => parts.every((part) => canonicalTopicPattern(part) !== undefined), {
      error: 'must be event types or patterns such as activity.learning.*, separated by commas',
    })
    .transform((parts) => parts.map((part) => canonicalTopicPattern(part) ?? part)),
  filter: z.string().trim().max(SUBSCRIPTION_LIMITS.maxFilterCharacters).optional().describe('CEL over `event`.'),
  cursor: z.string().min(1).max(1_000).optional().describe('Where to go on; nothing: from now.'),
});
export type StreamQuery = z.infer<typeof streamQuery>;

/**
 * One piece of the stream. `cursor`: where to go on behind it. `gap`: events that are not in the hot log any longer
 * lie between; they are in the archive. `heartbeat`: nothing happened for a while, and the stream is well.
 */
export type StreamFrame<Event> =
  | { readonly type: 'event'; readonly cursor: string; readonly event: Event }
  | { readonly type: 'gap'; readonly cursor: string; readonly missed: number }
  | { readonly type: 'heartbeat'; readonly cursor: string };

/** What is shown of an event in the stream: personal fields masked, what the hub noted for itself left out. */
export type StreamedEvent = Omit<RecordedEvent, 'context'>;
export type StreamedFrame = StreamFrame<StreamedEvent>;
