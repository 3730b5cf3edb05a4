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
} from './json-bytes.ts';

/** One event inside a body: where its bytes lie, and what about it needs a closer look. */
export interface ScannedElement {
  readonly start: number;
  readonly end: number;
  /** Key tokens in the text. More than the parsed value has keys: one is named twice. */
  readonly keys: number;
  /** An escape, number or key that `JSON.parse` may have changed in silence: `inspectJson` decides. */
  readonly suspicious: boolean;
}

export interface ElementScan {
  readonly elements: readonly ScannedElement[];
  /** Key tokens outside of the elements: those of the wrapper `{"events": …}`. */
  readonly outerKeys: number;
}

/** 15 digits always fit a double exactly; 16 and more may not. */
const exactDigits = 15;

const startsNumber = (byte: number): boolean => (byte >= 0x30 && byte <= 0x39) || byte === 0x2d;

/** Keys that start like `__proto__`, `constructor` or `prototype` are rare enough to be looked at closely. */
function isSuspiciousKey(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start];
  const length = end - start;
  return (
    (first === 0x5f && bytes[start + 1] === 0x5f) ||
    (first === 0x63 && length === 11) ||
    (first === 0x70 && length === 9)
  );
}

/**
 * One pass over the bytes of a body that `JSON.parse` has accepted: finds the range of every event, so
 * that a refused one is kept byte by byte, counts its keys and raises a flag where parsing may lie.
 * About 1 ns a byte. `arrayDepth` is the depth of the array of events: 0 (the body is one event), 1
 * (`[…]`) or 2 (`{"events": […]}`).
 */
export function scanElements(bytes: Uint8Array, arrayDepth: 0 | 1 | 2): ElementScan {
  const elements: ScannedElement[] = [];
  const length = bytes.length;
  let depth = 0;
  let start = -1;
  let last = -1;
  let keys = 0;
  let outerKeys = 0;
  let suspicious = false;
  const close = (): void => {
    if (start >= 0) elements.push({ start, end: last + 1, keys, suspicious });
    start = -1;
    keys = 0;
    suspicious = false;
  };
  for (let at = 0; at < length; at++) {
    const byte = bytes[at] ?? 0;
    if (isSpace(byte) || byte === colon) continue;
    if (depth === arrayDepth && arrayDepth > 0 && (byte === comma || byte === closeBracket)) close();
    else if (depth === arrayDepth && start < 0) start = at;
    last = at;
    if (byte === quote) {
      let end = at + 1;
      for (; bytes[end] !== quote; end++) {
        if (bytes[end] !== backslash) continue;
        end++;
        if (bytes[end] === 0x75) suspicious = true;
      }
      let next = end + 1;
      while (isSpace(bytes[next])) next++;
      if (bytes[next] === colon) {
        if (start >= 0) keys++;
        else outerKeys++;
        if (isSuspiciousKey(bytes, at + 1, end)) suspicious = true;
      }
      at = end;
      last = end;
    } else if (byte === openBrace || byte === openBracket) {
      depth++;
    } else if (byte === closeBrace || byte === closeBracket) {
      depth--;
    } else if (startsNumber(byte)) {
      const begin = at;
      let exponent = false;
      for (;;) {
        const next = bytes[at + 1] ?? 0;
        if (next === 0x65 || next === 0x45) exponent = true;
        else if (!((next >= 0x30 && next <= 0x39) || next === 0x2e || next === 0x2b || next === 0x2d)) break;
        at++;
      }
      if (exponent || at + 1 - begin > exactDigits) suspicious = true;
      last = at;
    }
  }
  if (arrayDepth === 0) close();
  return { elements, outerKeys };
}
