import type { JsonObject } from '@activity-hub/contracts/event';

/** Bounds of what a trace keeps of a payload: its state must stay bounded whatever producers send. */
const maxText = 255;

/** A text of the payload; null where there is none. */
export function textIn(payload: JsonObject, field: string): string | null {
  const value = payload[field];
  return typeof value === 'string' && value !== '' ? value.slice(0, maxText) : null;
}

/** A number of the payload, also one written as text so that no digit is lost on the way. */
export function numberIn(payload: JsonObject, field: string): number | null {
  const value = payload[field];
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
