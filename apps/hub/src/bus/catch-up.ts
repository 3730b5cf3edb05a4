import type { Gate } from './gate.ts';

/**
 * Far behind the head, where nobody waits for a single event, batches are long: whoever comes again and again within
 * one is loaded and written once. Few of them run at once and beside the others, or what is at the head would wait.
 */
export interface CatchUp {
  readonly batchEvents: number;
  readonly gate: Gate;
}
