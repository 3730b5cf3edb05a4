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

/**
 * An event as the pipeline takes it. Payload and metadata are parsed each for itself, so that no text in
 * them can reach into the event around it; the whole event as JSON is only written when somebody asks for
 * it, because it is refused or because a key is named twice.
 */
export function sentEventOf(wire: WireEvent, pointer: string): SentEvent {
  const value: Record<string, unknown> = {};
  let keys = 0;
  let bytes = 0;
  let fault: Fault | undefined;
  for (const name of textFields) {
    const text = wire[name];
    if (text === undefined) continue;
    value[name] = text;
    keys++;
    bytes += text.length;
    fault ??= textFault(name, text);
  }
  for (const name of jsonFields) {
    const json = wire[name];
    if (json === undefined || json.length === 0) continue;
    bytes += json.length;
    fault ??= sizeFault(bytes);
    const read = fault === undefined ? readJson(name, json) : undefined;
    if (read === undefined) continue;
    if ('fault' in read) {
      fault = read.fault;
      continue;
    }
    value[name] = read.value;
    keys += 1 + read.keys;
  }
  fault ??= sizeFault(bytes);
  let body: Buffer | undefined;
  const bodyOf = (): Buffer => {
    body ??= jsonBytesOf(wire);
    return body;
  };
  return {
    value,
    pointer,
    get body() {
      return bodyOf();
    },
    start: 0,
    get end() {
      return bodyOf().length;
    },
    keys,
    fault,
  };
}
