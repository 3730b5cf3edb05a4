import type { Fault } from '../fault.ts';
import { inspectJson } from '../inspect-json.ts';
import { isObject } from './adapter.ts';

export type SegmentEnvelope =
  | { readonly messages: Buffer; readonly sentAt: string | undefined }
  | { readonly fault: Fault };

const quote = 0x22;
const backslash = 0x5c;

interface Member {
  readonly name: string;
  /** Of the value. */
  readonly start: number;
  readonly end: number;
}

/** The members of the outermost object of a text that `JSON.parse` has accepted. */
function membersOf(bytes: Buffer): readonly Member[] {
  const members: Member[] = [];
  let depth = 0;
  let name: string | undefined;
  let start = -1;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) {
      const begin = at;
      for (at++; bytes[at] !== quote; at++) if (bytes[at] === backslash) at++;
      if (depth === 1 && start < 0) name = JSON.parse(bytes.subarray(begin, at + 1).toString('utf8')) as string;
    } else if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x3a && depth === 1) start = at + 1;
    else if (byte === 0x7d || byte === 0x5d || (byte === 0x2c && depth === 1)) {
      if (depth === 1 && name !== undefined && start >= 0) members.push({ name, start, end: at });
      if (depth === 1) [name, start] = [undefined, -1];
      if (byte !== 0x2c) depth--;
    }
  }
  return members;
}

/**
 * The list of messages in a Segment batch, as the bytes that were sent, so that each of them is judged and
 * kept like any other event. What stands around it (writeKey, context, integrations) is not read.
 */
export function readSegmentEnvelope(body: Buffer): SegmentEnvelope {
  let value: unknown;
  const text = body.toString('utf8');
  try {
    value = JSON.parse(text);
  } catch {
    const broken: Fault = { code: 'malformed_json', pointer: '', detail: 'The body is not valid JSON.' };
    if (text === '') return { fault: { code: 'empty_body', pointer: '', detail: 'Send {"batch": […]} in the body.' } };
    return { fault: inspectJson(text) ?? broken };
  }
  const detail = 'Send an object with "batch": a list of messages.';
  if (!isObject(value) || !Array.isArray(value['batch']))
    return { fault: { code: 'not_a_batch', pointer: '', detail } };
  const [found, second] = membersOf(body).filter((member) => member.name === 'batch');
  if (found === undefined || second !== undefined) {
    const twice = 'The key "batch" appears twice. Send it once.';
    return { fault: { code: 'duplicate_key', pointer: '/batch', detail: twice } };
  }
  const { sentAt } = value;
  return { messages: body.subarray(found.start, found.end), sentAt: typeof sentAt === 'string' ? sentAt : undefined };
}

/** The body without its write key: refused bodies are kept, and people read them. */
export function withoutWriteKey(body: Buffer): Buffer {
  return Buffer.from(body.toString('latin1').replace(/("writeKey"\s*:\s*")[^"]*/g, '$1'), 'latin1');
}
