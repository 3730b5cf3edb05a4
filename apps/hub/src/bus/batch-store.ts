import type { ConsumerStore } from '@activity-hub/db/checkpoints/consumer-store';

/** What a consumer stores of its batches. */
export type BatchStore = Pick<
  ConsumerStore,
  'checkpoints' | 'checkpointOf' | 'finishBatch' | 'quarantine' | 'quarantineOf'
>;
