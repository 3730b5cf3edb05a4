import {
  backslash,
  closeBrace,
  closeBracket,
  colon,
  comma,
  isSpace,
  openBrace,
  openBracket,
  quote,
} from '../ingest/json-bytes.ts';

/** A member of a JSON object and where its value lies. */
export interface ScannedMember {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** No message of the protocol has more. */
const maxMembers = 8;

function afterSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at++;
  return at;
}

/** The place after the text that begins at `from`; beyond the end when it does not end. */
function afterText(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at + 1;
}

/** The place of the comma or brace that ends the value. */
function endOfValue(bytes: Uint8Array, from: number): number {
  let depth = 0;
  let at = from;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === quote) {
      at = afterText(bytes, at);
      continue;
    }
    if (byte === openBrace || byte === openBracket) depth++;
    else if (depth === 0 && (byte === comma || byte === closeBrace)) break;
    else if (byte === closeBrace || byte === closeBracket) depth--;
    at++;
  }
  return at;
}

function keyAt(bytes: Buffer, start: number, end: number): string | undefined {
  try {
    return JSON.parse(bytes.toString('utf8', start, end)) as string;
  } catch {
    return undefined;
  }
}

/**
 * The members of one object, without parsing their values: whoever needs a value parses its range, so the
 * events inside a message are parsed once and judged on their own bytes, as the body of a request is.
 * Every byte is either structure or inside of a range.
 * @returns undefined when it is not one object of a few members
 */
export function scanMembers(bytes: Buffer): readonly ScannedMember[] | undefined {
  const members: ScannedMember[] = [];
  let at = afterSpace(bytes, 0);
  if (bytes[at] !== openBrace) return undefined;
  at = afterSpace(bytes, at + 1);
  while (members.length < maxMembers) {
    if (bytes[at] !== quote) return undefined;
    const keyEnd = afterText(bytes, at);
    const key = keyAt(bytes, at, keyEnd);
    at = afterSpace(bytes, keyEnd);
    if (key === undefined || bytes[at] !== colon) return undefined;
    const start = afterSpace(bytes, at + 1);
    at = endOfValue(bytes, start);
    members.push({ key, start, end: at });
    if (bytes[at] === closeBrace) return afterSpace(bytes, at + 1) === bytes.length ? members : undefined;
    if (bytes[at] !== comma) return undefined;
    at = afterSpace(bytes, at + 1);
  }
  return undefined;
}
