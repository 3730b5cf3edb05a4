import { isUtf8 } from 'node:buffer';
import { EVENT_LIMITS } from '@activity-hub/contracts/event';
import type { Fault } from './fault.ts';
import { inspectJson } from './inspect-json.ts';
import { type ScannedElement, scanElements } from './scan-elements.ts';

/** One event as it was sent: parsed, with its own bytes within the body and its place in the request. */
export interface SentEvent {
  readonly value: unknown;
  readonly pointer: string;
  readonly body: Buffer;
  readonly start: number;
  readonly end: number;
  /** Key tokens in its text; undefined when they were counted already. */
  readonly keys: number | undefined;
  /** Found while reading; pointer relative to the event. */
  readonly fault: Fault | undefined;
  /** Where in the foreign text the fields of the event came from, by pointer into the event. */
  readonly pointers?: Readonly<Record<string, string>>;
}

export type DecodedBody = { readonly events: readonly SentEvent[] } | { readonly fault: Fault };
export type BodyShape = 'single' | 'batch';

export function bytesOf(sent: SentEvent): Buffer {
  return sent.body.subarray(sent.start, sent.end);
}

function bodyFault(code: Fault['code'], detail: string): { readonly fault: Fault } {
  return { fault: { code, pointer: '', detail } };
}

const notUtf8 = 'Encode the body as UTF-8.';

function elementFault(body: Buffer, element: ScannedElement, bodyIsUtf8: boolean): Fault | undefined {
  if (bodyIsUtf8 && !element.suspicious && element.end - element.start <= EVENT_LIMITS.maxEventBytes) return undefined;
  const bytes = body.subarray(element.start, element.end);
  if (bytes.length > EVENT_LIMITS.maxEventBytes) {
    const detail = `The event has ${bytes.length} bytes; at most ${EVENT_LIMITS.maxEventBytes} are taken. Store large content elsewhere and send its address.`;
    return { code: 'event_too_large', pointer: '', detail };
  }
  if (!bodyIsUtf8 && !isUtf8(bytes)) return { code: 'invalid_utf8', pointer: '', detail: notUtf8 };
  return element.suspicious ? inspectJson(bytes.toString('utf8')) : undefined;
}

interface Located {
  readonly values: readonly unknown[];
  readonly pointer: string;
  readonly arrayDepth: 0 | 1 | 2;
}

/** Where in the parsed body the events stand. */
function locateEvents(value: unknown, shape: BodyShape): Located | undefined {
  if (shape === 'single') return { values: [value], pointer: '', arrayDepth: 0 };
  if (Array.isArray(value)) return { values: value, pointer: '', arrayDepth: 1 };
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return undefined;
  const { events } = value as { readonly events?: unknown };
  return Array.isArray(events) ? { values: events, pointer: '/events', arrayDepth: 2 } : undefined;
}

function parse(body: Buffer, bodyIsUtf8: boolean): { readonly value: unknown } | { readonly fault: Fault } {
  const text = body.toString('utf8');
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    if (!bodyIsUtf8) return bodyFault('invalid_utf8', notUtf8);
    return {
      fault: inspectJson(text) ?? { code: 'malformed_json', pointer: '', detail: 'The body is not valid JSON.' },
    };
  }
}

/**
 * From raw bytes to parsed events. A fault that can be pinned to one event of a batch stays with that
 * event; only what makes the whole body unreadable refuses the body.
 */
export function decodeBody(body: Buffer, shape: BodyShape): DecodedBody {
  if (body.length === 0) return bodyFault('empty_body', 'Send the event as JSON in the body.');
  const bodyIsUtf8 = isUtf8(body);
  const parsed = parse(body, bodyIsUtf8);
  if ('fault' in parsed) return parsed;
  const located = locateEvents(parsed.value, shape);
  if (located === undefined)
    return bodyFault('not_a_batch', 'Send an array of events, or an object with the one key "events".');
  const { values, pointer, arrayDepth } = located;
  if (values.length > EVENT_LIMITS.maxBatchEvents) {
    const detail = `The batch has ${values.length} events; at most ${EVENT_LIMITS.maxBatchEvents} are taken. Split it, or stream application/x-ndjson.`;
    return bodyFault('batch_too_large', detail);
  }
  const { elements, outerKeys } = scanElements(body, arrayDepth);
  if (outerKeys !== (arrayDepth === 2 ? 1 : 0)) {
    return {
      fault: { code: 'duplicate_key', pointer: '/events', detail: 'The key "events" appears twice. Send it once.' },
    };
  }
  if (elements.length !== values.length)
    throw new Error(`Parsed ${values.length} events but scanned ${elements.length}.`);
  const events = elements.map((element, index) => ({
    value: values[index],
    pointer: shape === 'single' ? '' : `${pointer}/${index}`,
    body,
    start: element.start,
    end: element.end,
    keys: element.keys,
    fault: elementFault(body, element, bodyIsUtf8),
  }));
  return { events };
}
