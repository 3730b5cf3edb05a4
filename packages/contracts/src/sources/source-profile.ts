import type { Family, JsonObject } from '../event.ts';
import type { EventFormat } from '../event-format.ts';

/** Two payloads at least: the first with what such events usually carry, then other cases. */
export type ExamplePayloads = readonly [JsonObject, JsonObject, ...JsonObject[]];

/** How names of Segment's `track` become event types. */
export interface SegmentMapping {
  /** By the name in snake case: `lesson_finished` of "Lesson Finished". */
  readonly events: Readonly<Record<string, string>>;
  /** Of names that are neither mapped nor in the catalogue. */
  readonly family: Family;
}

/**
 * What the hub knows beforehand about a subsystem: what its key may do, what it sends, and how often.
 * Data only, so that the console can offer it, the documents can show it and a test can play it.
 */
export interface SourceProfile {
  /** What it is called in events, in its key and in the documents. */
  readonly source_system: string;
  readonly title: { readonly en: string; readonly ru: string };
  /** The ways it may speak, its own first. */
  readonly formats: readonly EventFormat[];
  /** What its key should be allowed; nothing beyond what it sends. */
  readonly key: {
    readonly permissions: readonly ['write'];
    /** Canonical topic patterns. */
    readonly event_types: readonly string[];
    readonly limits: { readonly events_per_second: number; readonly events_per_day: number };
  };
  /** What it sends, by canonical event type. */
  readonly examples: Readonly<Record<string, ExamplePayloads>>;
  readonly segment: SegmentMapping;
  /** Without an event for so long, something is wrong with it. */
  readonly silent_after_minutes: number;
}
