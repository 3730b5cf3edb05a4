import type { Json } from '@activity-hub/contracts/event';
import { type AnySink, SINK_BATCH_LIMITS, type SinkBatch } from '@activity-hub/contracts/plugin/sink';

const usual: SinkBatch = { events: 100, gatherSeconds: 0 };

/** How a sink gets its events: as it likes, within the limits. Never throws: a plugin may say anything. */
export function grantedBatch(wish: Partial<SinkBatch> | undefined): SinkBatch {
  const { maxEvents, maxGatherSeconds } = SINK_BATCH_LIMITS;
  return {
    events: Math.floor(between(1, wish?.events ?? usual.events, maxEvents) ?? usual.events),
    gatherSeconds: between(0, wish?.gatherSeconds ?? usual.gatherSeconds, maxGatherSeconds) ?? usual.gatherSeconds,
  };
}

/** A configuration that does not fit is told of by the attempts, as it cannot be connected with. */
export function wishOf(sink: AnySink | undefined, config: Json): Partial<SinkBatch> | undefined {
  try {
    return sink?.batch?.(sink.manifest.config.parse(config));
  } catch {
    return undefined;
  }
}

function between(least: number, wanted: unknown, most: number): number | undefined {
  return typeof wanted === 'number' && !Number.isNaN(wanted) ? Math.min(most, Math.max(least, wanted)) : undefined;
}
