import type { JsonObject, RecordedEvent } from '../event.ts';
import type { PluginManifest } from './manifest.ts';

export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** What a detector looks at. */
export interface Observation {
  readonly event: RecordedEvent;
}

/** One thing a detector found. Findings of one kind about one key are grouped into a case. */
export interface Finding {
  /** For example `overactivity`. */
  readonly kind: string;
  readonly severity: Severity;
  /** What sets the episode apart, for example the instant it began. Part of the derived event's id. */
  readonly subject: string;
  /** How unusual, in the detector's own measure. */
  readonly score: number;
  /** What was seen and what is normal; shown to people, names in snake_case. */
  readonly evidence: JsonObject;
  /** The events that show it, at most 50. */
  readonly event_ids: readonly string[];
}

/**
 * A pure judge: the same history gives the same findings. `now` is the time the observation was
 * recorded, never the wall clock. The host guarantees: once per event, in the order of the log, never
 * concurrently for one key; it opens no case for events older than 48 hours when recorded.
 */
export interface Detector<Config, State extends JsonObject> {
  readonly manifest: PluginManifest<Config>;
  keyOf(event: RecordedEvent): string | undefined;
  inspect(
    previous: State | undefined,
    observation: Observation,
    now: string,
    config: Config,
  ): { readonly next: State; readonly findings: readonly Finding[] };
}

/** A detector as a host holds it, next to others; see `AnyAggregator`. */
export type AnyDetector = Detector<unknown, JsonObject>;
