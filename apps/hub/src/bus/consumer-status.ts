import type { PluginFault } from '@activity-hub/contracts/plugin/plugin-fault';
import type { ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';

/** `ahead`: the checkpoint lies beyond the end of the log, as after a restore of an older backup. */
export type ConsumerCondition = 'running' | 'failing' | 'quarantined' | 'ahead' | 'stopped';

export interface ConsumerStatus extends ProcessorRef {
  readonly condition: ConsumerCondition;
  readonly reason: string | undefined;
  /** What the reason is made of. */
  readonly fault?: PluginFault | undefined;
  readonly lagEvents: number;
  /** How long the oldest waiting event has been waiting. */
  readonly lagSeconds: number;
  /** Events it is done with since it was started. */
  readonly events: number;
  /** Of these the ones the plugin failed at. */
  readonly faults: number;
  readonly busySeconds: number;
  /** It makes its states of a history that was there before it. */
  readonly builds: boolean;
}
