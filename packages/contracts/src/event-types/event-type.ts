import { z } from 'zod';
import type { Origin } from '../event.ts';

/**
 * A kind of event the hub knows: what it is called and what its payload carries. `family` is the
 * second segment of the type; for producers one of the five, for the hub also `streak`, `anomaly` …
 */
export interface EventType {
  readonly event_type: string;
  readonly family: string;
  readonly origin: Origin;
  /** The newest version of the payload schema. */
  readonly version: string;
  readonly title: { readonly en: string; readonly ru: string };
  readonly payload: z.ZodType;
}

export type PayloadShape = Readonly<Record<string, z.ZodType>>;

/**
 * Payloads are loose: a known field must have its type, any other field is kept as it is. A producer
 * that starts to send one field more must not lose its events until the catalogue has caught up.
 * A field is required only where the type says nothing without it.
 */
export function describeTypes(
  origin: Origin,
  types: Readonly<Record<string, readonly [en: string, ru: string, payload: PayloadShape]>>,
): EventType[] {
  return Object.entries(types).map(([name, [en, ru, payload]]) => ({
    event_type: `activity.${name}`,
    family: name.slice(0, name.indexOf('.')),
    origin,
    version: '1.0.0',
    title: { en, ru },
    payload: z.looseObject(payload),
  }));
}

/** The fields that the payload names. */
export function payloadFieldNames(type: EventType): readonly string[] {
  return type.payload instanceof z.ZodObject ? Object.keys(type.payload.shape) : [];
}
