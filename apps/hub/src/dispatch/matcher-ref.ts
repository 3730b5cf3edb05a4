import type { ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';

/** The matcher as its checkpoints name it. */
export const matcherRef: ProcessorRef = { processor: 'dispatch', version: '1' };
