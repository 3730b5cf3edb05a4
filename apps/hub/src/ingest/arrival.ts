import { canonicalJson } from '@activity-hub/contracts/canonical-form';
import type { Json } from '@activity-hub/contracts/event';
import type { IdentityDirectory } from './identity-directory.ts';
import type { IngestRequest } from './ingest-request.ts';
import type { SchemaLookup } from './schema-lookup.ts';

/** Differences below it are the network's; what is marked is rounded to it. */
const skewStepMs = 1_000;
/** No clock is off by more; what is, is marked as this. */
const maxSkewMs = 24 * 60 * 60 * 1000;

/** What the steps know besides the event: the request it came with, and what the hub knows. */
export interface Arrival {
  readonly request: IngestRequest;
  readonly receivedMs: number;
  readonly receivedAt: string;
  /** The zone of an event that names none, of a person nobody knows a zone of. */
  readonly hubTimeZone: string;
  readonly schemas: SchemaLookup;
  readonly identity: IdentityDirectory;
  /** Whether an event without a time happened when it came in: the formats that allow it demand it. */
  readonly fillsTimestamp: boolean;
  /** What is added to every event of the request, and its text: most events have nothing of their own. */
  readonly context: Readonly<Record<string, Json>>;
  readonly contextText: string;
}

export type ArrivalPorts = Pick<Arrival, 'hubTimeZone' | 'schemas' | 'identity'>;

/**
 * How far the sender's clock is from ours, in whole seconds of milliseconds: positive when it is behind. The
 * times of the events stay as they were sent. Correcting them by a figure that holds the time on the way
 * would reorder events of one producer from request to request.
 */
function skewOf(sentAt: string | undefined, receivedMs: number): number | undefined {
  if (sentAt === undefined) return undefined;
  const skew = Math.max(-maxSkewMs, Math.min(maxSkewMs, receivedMs - Date.parse(sentAt)));
  const rounded = Math.round(skew / skewStepMs) * skewStepMs;
  return rounded === 0 ? undefined : rounded;
}

export function arrivalOf(request: IngestRequest, receivedMs: number, ports: ArrivalPorts): Arrival {
  const skew = skewOf(request.sentAt, receivedMs);
  const context: Record<string, Json> = {
    surface: request.surface,
    ...(request.publisher.keyId === null ? {} : { key_id: request.publisher.keyId }),
    ...(skew === undefined ? {} : { clock_skew_ms: skew }),
    ...(request.traceParent === undefined ? {} : { trace_parent: request.traceParent }),
  };
  return {
    ...ports,
    request,
    receivedMs,
    receivedAt: new Date(receivedMs).toISOString(),
    fillsTimestamp: request.format !== 'event',
    context,
    contextText: canonicalJson(context),
  };
}
