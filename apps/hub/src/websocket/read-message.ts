import { HubError } from '@activity-hub/contracts/errors';
import type { Frame } from '../ingest/acknowledged-frames.ts';
import { type BodyShape, decodeBody, type SentEvent } from '../ingest/decode-body.ts';
import type { Fault } from '../ingest/fault.ts';
import { type ScannedMember, scanMembers } from './scan-members.ts';

/** Longer than any member except the events. */
const maxSmallBytes = 1_024;

export interface Hello {
  readonly type: 'hello';
  readonly key: string | undefined;
  readonly session: string | undefined;
  /** The last seq that the client has an answer for. */
  readonly acknowledged: number;
}

/** Events with their number. `isWhole`: the answer is one verdict, on the one event or on an unreadable batch. */
export interface EventFrame extends Frame {
  readonly type: 'frame';
  readonly isWhole: boolean;
  /** The read model to wait for, and how long, as the client says. */
  readonly wait: readonly [string | undefined, string | undefined];
}

const membersOf = {
  hello: ['type', 'key', 'session', 'acknowledged'],
  event: ['type', 'seq', 'event', 'wait', 'wait_ms'],
  batch: ['type', 'seq', 'events', 'wait', 'wait_ms'],
} as const;
type MessageType = keyof typeof membersOf;

function malformed(detail: string): HubError {
  return new HubError('malformed_message', detail);
}

function isMessageType(value: unknown): value is MessageType {
  return typeof value === 'string' && Object.hasOwn(membersOf, value);
}

function smallValue(bytes: Buffer, member: ScannedMember | undefined): unknown {
  if (member === undefined) return undefined;
  if (member.end - member.start > maxSmallBytes) throw malformed(`The value of "${member.key}" is too long.`);
  try {
    return JSON.parse(bytes.toString('utf8', member.start, member.end));
  } catch {
    throw malformed(`The value of "${member.key}" is not valid JSON.`);
  }
}

function textOrAbsent(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw malformed(`Send "${name}" as a text.`);
}

function numberOf(value: unknown, name: string, least: number): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  throw malformed(`Send "${name}" as a whole number from ${least} to 2^53 - 1.`);
}

function unread(body: Buffer, fault: Fault): SentEvent {
  return { value: undefined, pointer: '', body, start: 0, end: body.length, keys: 0, fault };
}

function readFrame({ seq, wait }: Pick<EventFrame, 'seq' | 'wait'>, body: Buffer, shape: BodyShape): EventFrame {
  const decoded = decodeBody(body, shape);
  const isWhole = shape === 'single' || 'fault' in decoded;
  const events = 'fault' in decoded ? [unread(body, decoded.fault)] : decoded.events;
  return { type: 'frame', seq, events, bytes: body.length, isWhole, wait };
}

/** @throws HubError malformed_message: such a client does not speak the protocol, and is told so once. */
export function readMessage(bytes: Buffer): Hello | EventFrame {
  const members = scanMembers(bytes);
  if (members === undefined) throw malformed('Send one JSON object with a "type" of hello, event or batch.');
  const byKey = new Map(members.map((member) => [member.key, member]));
  if (byKey.size < members.length) throw malformed('A member appears twice in the message.');
  const type = smallValue(bytes, byKey.get('type'));
  if (!isMessageType(type)) throw malformed('The "type" of a message is hello, event or batch.');
  const known: readonly string[] = membersOf[type];
  const unknown = members.find(({ key }) => !known.includes(key));
  if (unknown !== undefined) {
    const name = JSON.stringify(unknown.key.slice(0, 64));
    throw malformed(`A message of type ${type} has no ${name}; it has ${known.join(', ')}.`);
  }
  if (type === 'hello') {
    const acknowledged = smallValue(bytes, byKey.get('acknowledged')) ?? 0;
    return {
      type,
      key: textOrAbsent(smallValue(bytes, byKey.get('key')), 'key'),
      session: textOrAbsent(smallValue(bytes, byKey.get('session')), 'session'),
      acknowledged: numberOf(acknowledged, 'acknowledged', 0),
    };
  }
  const seq = numberOf(smallValue(bytes, byKey.get('seq')), 'seq', 1);
  const events = byKey.get(type === 'event' ? 'event' : 'events');
  if (events === undefined) throw malformed(`A message of type ${type} needs ${known.slice(0, 3).join(', ')}.`);
  const waitMs = smallValue(bytes, byKey.get('wait_ms')) ?? undefined;
  const wait = [
    textOrAbsent(smallValue(bytes, byKey.get('wait')), 'wait'),
    waitMs === undefined ? undefined : String(numberOf(waitMs, 'wait_ms', 0)),
  ] as const;
  return readFrame({ seq, wait }, bytes.subarray(events.start, events.end), type === 'event' ? 'single' : 'batch');
}
