import type { FoldOrder, PluginManifest } from '@activity-hub/contracts/plugin/manifest';
import type { AggregatorProgram, DetectorProgram } from '@activity-hub/contracts/plugin/program';
import type { ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import type { Announces } from './announces.ts';

type ManifestPart = Pick<PluginManifest<unknown>, 'id' | 'topics' | 'windows' | 'emits'>;

/** A revision of an aggregator, ready to run: its name, what its manifest says, and its program. */
export interface HostedAggregator {
  readonly ref: ProcessorRef;
  readonly manifest: ManifestPart & { readonly order?: FoldOrder | undefined };
  readonly program: AggregatorProgram;
  readonly announces: Announces;
  /** While it catches up with what others have announced, the clock must not fire in silence what is its own. */
  readonly inSilence?: () => boolean;
}

/** A revision of a detector, ready to run. */
export interface HostedDetector {
  readonly ref: ProcessorRef;
  readonly manifest: Omit<ManifestPart, 'windows' | 'emits'>;
  readonly program: DetectorProgram;
  readonly announces: Announces;
}
