import { isUtf8 } from 'node:buffer';
import { EVENT_LIMITS } from '@activity-hub/contracts/event';
import type { SentEvent } from '../ingest/decode-body.ts';
import type { Fault } from '../ingest/fault.ts';
import { inspectJson } from '../ingest/inspect-json.ts';
import { scanElements } from '../ingest/scan-elements.ts';
import type { WireEvent } from './wire-messages.ts';

const textFields = [
  'event_id',
  'event_type',
  'event_version',
  'timestamp',
  'source_system',
  'user_id',
  'session_id',
  'causation_id',
  'correlation_id',
] as const;
const jsonFields = ['payload', 'metadata'] as const;
/** What the decoder puts in the place of bytes that are no UTF-8; protobuf texts must be UTF-8. */
const replacement = '\u{fffd}';

/** The JSON that the same event would be over REST, with the payload and metadata byte by byte. */
function jsonBytesOf(wire: WireEvent): Buffer {
  const parts: Buffer[] = [];
  for (const name of textFields) {
    const text = wire[name];
    if (text !== undefined) parts.push(Buffer.from(`,"${name}":${JSON.stringify(text)}`));
  }
  for (const name of jsonFields) {
    const bytes = wire[name];
    if (bytes !== undefined && bytes.length > 0) parts.push(Buffer.from(`,"${name}":`), bytes);
  }
  const body = Buffer.concat([...parts, Buffer.from('}')]);
  if (parts.length === 0) return Buffer.from('{}');
  body[0] = 0x7b;
  return body;
}

function textFault(name: string, text: string): Fault | undefined {
  const pointer = `/${name}`;
  if (text.includes('\0')) {
    const detail = 'Remove the NUL character (\\u0000): the event log cannot store it.';
    return { code: 'nul_character', pointer, detail };
  }
  if (!text.includes(replacement)) return undefined;
  return { code: 'invalid_utf8', pointer, detail: 'Encode texts as UTF-8 (U+FFFD is what other bytes become).' };
}

/** The other texts have patterns that neither fits. */
const freeTexts = ['event_id', 'correlation_id'] as const;

function firstTextFault(wire: WireEvent): Fault | undefined {
  for (const name of freeTexts) {
    const text = wire[name];
    const fault = text === undefined ? undefined : textFault(name, text);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Of the fields that have no bound of their own. */
function sizeOf(wire: WireEvent): number {
  const { payload, metadata, event_id, correlation_id } = wire;
  return (payload?.length ?? 0) + (metadata?.length ?? 0) + (event_id?.length ?? 0) + (correlation_id?.length ?? 0);
}

type ReadJson = { readonly value: unknown; readonly keys: number } | { readonly fault: Fault };

/** Reads one JSON field with every check that a body over HTTP gets, on the bytes as they came. */
function readJson(name: string, bytes: Buffer): ReadJson {
  const at = `/${name}`;
  const placed = (fault: Fault): ReadJson => ({ fault: { ...fault, pointer: at + fault.pointer } });
  if (!isUtf8(bytes)) return placed({ code: 'invalid_utf8', pointer: '', detail: `Encode the ${name} as UTF-8.` });
  const text = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const detail = `Send the ${name} as a JSON object.`;
    return placed(inspectJson(text) ?? { code: 'malformed_json', pointer: '', detail });
  }
  const scanned = scanElements(bytes, 0).elements[0];
  const fault = scanned?.suspicious === true ? inspectJson(text) : undefined;
  return fault === undefined ? { value, keys: scanned?.keys ?? 0 } : placed(fault);
}

function sizeFault(bytes: number): Fault | undefined {
  if (bytes <= EVENT_LIMITS.maxEventBytes) return undefined;
  const detail = `The event has ${bytes} bytes; at most ${EVENT_LIMITS.maxEventBytes} are taken. Store large content elsewhere and send its address.`;
  return { code: 'event_too_large', pointer: '', detail };
}

/** What was read of the JSON of an event. */
interface ReadFields {
  readonly payload?: unknown;
  readonly metadata?: unknown;
  /** Key tokens inside of them. */
  readonly keys: number;
  readonly fault: Fault | undefined;
}

function readFields(wire: WireEvent): ReadFields {
  let fields: ReadFields = { keys: 0, fault: undefined };
  for (const name of jsonFields) {
    const bytes = wire[name];
    if (bytes === undefined || bytes.length === 0) continue;
    const read = readJson(name, bytes);
    if ('fault' in read) return { ...fields, fault: read.fault };
    fields = { ...fields, [name]: read.value, keys: fields.keys + read.keys };
  }
  return fields;
}

/** An event as the pipeline takes it. Its JSON is only written when somebody asks for it: refused events are few. */
class WireSentEvent implements SentEvent {
  readonly value: unknown;
  readonly pointer: string;
  readonly start = 0;
  readonly keys: number;
  readonly fault: Fault | undefined;
  readonly #wire: WireEvent;
  #body: Buffer | undefined;

  constructor(wire: WireEvent, { payload, metadata, keys, fault }: ReadFields, pointer: string) {
    // A field without bytes is absent, as over REST, where it would count as a key.
    const value: Record<string, unknown> = { ...wire, payload, metadata };
    if (payload === undefined) delete value['payload'];
    if (metadata === undefined) delete value['metadata'];
    this.#wire = wire;
    this.value = value;
    this.pointer = pointer;
    this.keys = Object.keys(value).length + keys;
    this.fault = firstTextFault(wire) ?? fault;
  }

  get body(): Buffer {
    this.#body ??= jsonBytesOf(this.#wire);
    return this.#body;
  }

  get end(): number {
    return this.body.length;
  }
}

/** Reads one event by itself. */
export function sentEventOf(wire: WireEvent, pointer: string): SentEvent {
  const fault = sizeFault(sizeOf(wire));
  return new WireSentEvent(wire, fault === undefined ? readFields(wire) : { keys: 0, fault }, pointer);
}

/** The JSON fields of many events as one array, each between its brackets and commas. */
function joined(parts: readonly Buffer[], length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length + parts.length + 1);
  let at = 0;
  for (const part of parts) {
    bytes[at] = at === 0 ? 0x5b : 0x2c;
    at += 1 + part.copy(bytes, at + 1);
  }
  bytes[at] = 0x5d;
  return bytes;
}

/**
 * Reads the JSON of many events at once: parsing a thousand small texts costs three times as much as parsing
 * one that holds them. Every value must begin and end where its own bytes do, so no text reaches over.
 * @returns undefined when anything needs a closer look
 */
function readTogether(wires: readonly WireEvent[]): readonly ReadFields[] | undefined {
  const parts: Buffer[] = [];
  let length = 0;
  for (const wire of wires) {
    const { payload, metadata } = wire;
    if (payload === undefined || metadata === undefined || payload.length === 0 || metadata.length === 0)
      return undefined;
    if (sizeOf(wire) > EVENT_LIMITS.maxEventBytes) return undefined;
    parts.push(payload, metadata);
    length += payload.length + metadata.length;
  }
  const bytes = joined(parts, length);
  if (!isUtf8(bytes)) return undefined;
  let values: unknown;
  try {
    values = JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
  const { elements } = scanElements(bytes, 1);
  if (!Array.isArray(values) || values.length !== parts.length || elements.length !== parts.length) return undefined;
  let begin = 1;
  for (const [index, part] of parts.entries()) {
    const element = elements[index];
    const end = begin + part.length;
    if (element === undefined || element.suspicious || element.start < begin || element.end > end) return undefined;
    begin = end + 1;
  }
  return wires.map((_, n) => ({
    payload: values[2 * n] as unknown,
    metadata: values[2 * n + 1] as unknown,
    keys: (elements[2 * n]?.keys ?? 0) + (elements[2 * n + 1]?.keys ?? 0),
    fault: undefined,
  }));
}

/**
 * Events as the pipeline takes them. Payload and metadata are parsed each for itself or side by side, never
 * within the event, so that no text in them can reach into what is around it.
 */
export function sentEventsOf(wires: readonly WireEvent[]): readonly SentEvent[] {
  const together = wires.length > 1 ? readTogether(wires) : undefined;
  return wires.map((wire, index) => {
    const fields = together?.[index];
    const pointer = `/events/${index}`;
    return fields === undefined ? sentEventOf(wire, pointer) : new WireSentEvent(wire, fields, pointer);
  });
}
