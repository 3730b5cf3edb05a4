import type { Fault } from '../fault.ts';
import { inspectJson } from '../inspect-json.ts';

const prefix = 'ce-';

/** Whether the headers say that the body is only the data of a CloudEvent. */
export function hasCloudEventHeaders(headers: Readonly<Record<string, unknown>>): boolean {
  return headers['ce-specversion'] !== undefined || headers['ce-id'] !== undefined;
}

const escapedByte = /%([0-9a-fA-F]{2})/g;

/**
 * A header value as the attribute it carries (CloudEvents HTTP binding 3.1.3.2): quotes around it fall,
 * then %XX become bytes of UTF-8. A "%" that begins no such sequence stays: clients forget to encode it.
 * @returns undefined when the bytes are no UTF-8
 */
export function decodeHeaderValue(sent: string): string | undefined {
  const isQuoted = sent.length >= 2 && sent.startsWith('"') && sent.endsWith('"');
  const text = isQuoted ? sent.slice(1, -1).replace(/\\(.)/gs, '$1') : sent;
  if (!/[%\u0080-\u00ff]/.test(text)) return text;
  // Node reads header bytes as latin1, so this brings back the bytes that were sent.
  const bytes = Buffer.from(
    text.replace(escapedByte, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

type DistinctHeaders = Readonly<Record<string, readonly string[] | undefined>>;

export interface StructuredForm {
  readonly body: Buffer;
  /** Found on the way; the pointer is that of the JSON form. */
  readonly fault: Fault | undefined;
}

/**
 * A CloudEvent in binary mode as the same event in structured mode, with the data byte by byte as they
 * were sent. So there is one form to validate, and what is refused is kept whole and can be repaired.
 */
export function cloudEventOfHeaders(headers: DistinctHeaders, data: Buffer): StructuredForm {
  const members: string[] = [];
  let fault: Fault | undefined;
  for (const [header, values = []] of Object.entries(headers)) {
    if (!header.startsWith(prefix)) continue;
    const name = header.slice(prefix.length);
    const sent = values[0] ?? '';
    const decoded = decodeHeaderValue(sent);
    if (values.length > 1)
      fault ??= { code: 'duplicate_key', pointer: `/${name}`, detail: `The header ${header} was sent twice.` };
    if (decoded === undefined)
      fault ??= { code: 'invalid_utf8', pointer: `/${name}`, detail: `${header} is not UTF-8 in percent encoding.` };
    members.push(`${JSON.stringify(name)}:${JSON.stringify(decoded ?? sent)}`);
  }
  const contentType = headers['content-type']?.[0];
  if (contentType !== undefined) members.push(`"datacontenttype":${JSON.stringify(contentType)}`);
  const content = dataMember(data, contentType);
  fault ??= content.fault;
  return { body: Buffer.concat([Buffer.from(`{${members.join(',')}`), content.member, Buffer.from('}')]), fault };
}

interface DataMember {
  readonly member: Buffer;
  readonly fault: Fault | undefined;
}

/** Data are put between the other members as they are, so they must be one JSON value and nothing more. */
function dataMember(data: Buffer, contentType: string | undefined): DataMember {
  if (data.length === 0) return { member: Buffer.alloc(0), fault: undefined };
  const text = data.toString('utf8');
  try {
    JSON.parse(text);
    return { member: Buffer.concat([Buffer.from(',"data":'), data]), fault: undefined };
  } catch {
    const member = Buffer.from(`,"data_base64":"${data.toString('base64')}"`);
    // What does not claim to be JSON is refused by its type, with what to do instead.
    if (contentType !== undefined && !/json/i.test(contentType)) return { member, fault: undefined };
    const found = inspectJson(text) ?? { code: 'malformed_json', pointer: '', detail: 'The data are not valid JSON.' };
    return { member, fault: { ...found, pointer: `/data${found.pointer}` } };
  }
}
