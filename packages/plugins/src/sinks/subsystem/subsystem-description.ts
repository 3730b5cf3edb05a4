import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { Wording } from '@activity-hub/contracts/plugin/manifest';
import type { z } from 'zod';

/** Everything that sets one small HTTP sink apart from the others. */
export interface SubsystemDescription {
  readonly id: string;
  readonly version: string;
  readonly title: Wording;
  readonly description: Wording;
  readonly topics: readonly string[];
  /** Where the subsystem takes batches, below the configured address. */
  readonly path: string;
  /** Which field of `data` comes from where in the event (JSON pointers), unless the configuration says otherwise. */
  readonly mapping: Readonly<Record<string, string>>;
  /** What `data` looks like. Loose, so that a mapping can add fields. */
  readonly data: z.ZodType;
  /** An event that shows the contract in its document. */
  readonly example: { readonly event_type: string; readonly payload: RecordedEvent['payload'] };
}
