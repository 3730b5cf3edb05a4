import { EVENT_LIMITS } from '@activity-hub/contracts/event';
import { type Fault, pointerSegment } from './fault.ts';

/** Deeper than any event may be; beyond it the inspector stops instead of exhausting the stack. */
const maxInspectedDepth = 512;
const forbiddenAlone = new Set([
  '__proto__',
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  '__lookupSetter__',
]);

class Found extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.code);
    this.fault = fault;
  }
}

/**
 * A strict reader of RFC 8259 that knows where it is. `JSON.parse` is an order of magnitude faster but
 * keeps the last of two equal keys, rounds integers, lets lone surrogates pass and names no place. So
 * it reads only what has failed or looks suspicious.
 */
class Inspector {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): void {
    this.value('', 0);
    this.space();
    if (this.at < this.text.length) this.broken('', 'nothing more');
  }

  private space(): void {
    while (' \n\r\t'.includes(this.text[this.at] ?? 'x')) this.at++;
  }

  private broken(pointer: string, wanted: string): never {
    const before = this.text.slice(0, this.at);
    const line = before.split('\n').length;
    const column = this.at - before.lastIndexOf('\n');
    const found = this.at >= this.text.length ? 'the end of the body' : JSON.stringify(this.text[this.at]);
    const detail = `Expected ${wanted} but found ${found} at line ${line}, column ${column} (character ${this.at}).`;
    throw new Found({ code: 'malformed_json', pointer, detail });
  }

  private value(pointer: string, depth: number): void {
    if (depth > maxInspectedDepth) {
      throw new Found({
        code: 'too_deep',
        pointer: '',
        detail: `Nest at most ${EVENT_LIMITS.maxDepth} objects and arrays.`,
      });
    }
    this.space();
    const char = this.text[this.at];
    if (char === '{') this.object(pointer, depth);
    else if (char === '[') this.array(pointer, depth);
    else if (char === '"') this.string(pointer);
    else if (char !== undefined && (char === '-' || (char >= '0' && char <= '9'))) this.number(pointer);
    else this.literal(pointer);
  }

  private literal(pointer: string): void {
    const word = ['true', 'false', 'null'].find((known) => this.text.startsWith(known, this.at));
    if (word === undefined) this.broken(pointer, 'a value');
    this.at += word.length;
  }

  private number(pointer: string): void {
    const rule = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
    rule.lastIndex = this.at;
    const match = rule.exec(this.text);
    if (match === null) this.broken(pointer, 'a number');
    this.at += match[0].length;
    const value = Number(match[0]);
    const isInteger = match[1] === undefined && match[2] === undefined;
    if (Number.isFinite(value) && (!isInteger || Number.isSafeInteger(value))) return;
    const shown = match[0].length > 40 ? `${match[0].slice(0, 40)}…` : match[0];
    const detail = `${shown} does not fit a double exactly. Send it as a text.`;
    throw new Found({ code: 'number_out_of_range', pointer, detail });
  }

  /** @returns the decoded text */
  private string(pointer: string): string {
    const begin = this.at;
    this.at++;
    for (;;) {
      const char = this.text[this.at];
      if (char === undefined) this.broken(pointer, 'the end of a text');
      if (char === '"') break;
      if (char < ' ') this.broken(pointer, 'an escaped control character');
      if (char === '\\') this.escape(pointer);
      else this.at++;
    }
    this.at++;
    const decoded = JSON.parse(this.text.slice(begin, this.at)) as string;
    if (decoded.includes('\0')) {
      throw new Found({
        code: 'nul_character',
        pointer,
        detail: 'Remove the NUL character (\\u0000): the event log cannot store it.',
      });
    }
    if (!decoded.isWellFormed()) {
      const detail = 'Send both halves of the surrogate pair, or neither: half of a pair is no character.';
      throw new Found({ code: 'lone_surrogate', pointer, detail });
    }
    return decoded;
  }

  private escape(pointer: string): void {
    const rule = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
    rule.lastIndex = this.at;
    const match = rule.exec(this.text);
    if (match === null) this.broken(pointer, 'a valid escape');
    this.at += match[0].length;
  }

  private array(pointer: string, depth: number): void {
    this.at++;
    this.space();
    if (this.text[this.at] === ']') {
      this.at++;
      return;
    }
    for (let index = 0; ; index++) {
      this.value(`${pointer}/${index}`, depth + 1);
      this.space();
      const char = this.text[this.at];
      if (char !== ',' && char !== ']') this.broken(pointer, '"," or "]"');
      this.at++;
      if (char === ']') return;
    }
  }

  private object(pointer: string, depth: number): void {
    const seen = new Set<string>();
    this.at++;
    this.space();
    if (this.text[this.at] === '}') {
      this.at++;
      return;
    }
    for (;;) {
      this.space();
      if (this.text[this.at] !== '"') this.broken(pointer, 'a key');
      const key = this.string(pointer);
      const member = pointer + pointerSegment(key);
      this.checkKey(key, seen, member);
      this.space();
      if (this.text[this.at] !== ':') this.broken(member, '":"');
      this.at++;
      this.value(member, depth + 1);
      this.space();
      const char = this.text[this.at];
      if (char !== ',' && char !== '}') this.broken(pointer, '"," or "}"');
      this.at++;
      if (char === '}') return;
    }
  }

  private checkKey(key: string, seen: Set<string>, pointer: string): void {
    if (seen.has(key)) {
      const detail = `The key ${JSON.stringify(key)} appears twice in one object. Send it once.`;
      throw new Found({ code: 'duplicate_key', pointer, detail });
    }
    seen.add(key);
    if (forbiddenAlone.has(key) || (key === 'prototype' && pointer.endsWith('/constructor/prototype'))) {
      const detail = `The key ${JSON.stringify(key)} is refused: it reaches into the prototype of objects. Rename it.`;
      throw new Found({ code: 'forbidden_key', pointer, detail });
    }
  }
}

/** The first fault of a JSON text, or undefined when it is sound. */
export function inspectJson(text: string): Fault | undefined {
  try {
    new Inspector(text).document();
    return undefined;
  } catch (failure) {
    if (failure instanceof Found) return failure.fault;
    throw failure;
  }
}
