import { linearPattern } from './linear-pattern.ts';
import { pick, type Random, wholeBetween } from './seeded-random.ts';

type Maker = (random: Random) => string;

const digits = '0123456789';
const lower = 'abcdefghijklmnopqrstuvwxyz';
const word = `${lower}${lower.toUpperCase()}${digits}_`;
const printable = `${word} -.,:;!?/()`;
const sets: Readonly<Record<string, string>> = { d: digits, w: word, s: ' ', D: lower, W: '-', S: word };
/** Repetitions without an upper end are made this much longer than they must be. */
const spare = 3;

/** A recursive-descent reader of the part of the pattern language that people use in schemas. */
class PatternReader {
  private readonly pattern: string;
  private at = 0;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  alternatives(): Maker {
    const makers = [this.sequence()];
    while (this.take('|')) makers.push(this.sequence());
    return (random) => (pick(makers, random) as Maker)(random);
  }

  isAtEnd(): boolean {
    return this.at >= this.pattern.length;
  }

  private take(text: string): boolean {
    if (!this.pattern.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  private sequence(): Maker {
    const makers: Maker[] = [];
    while (!this.isAtEnd() && !'|)'.includes(this.pattern[this.at] ?? '')) makers.push(this.repeated());
    return (random) => makers.map((make) => make(random)).join('');
  }

  private repeated(): Maker {
    const make = this.atom();
    const [least, most] = this.quantifier();
    if (least === 1 && most === 1) return make;
    return (random) => Array.from({ length: wholeBetween(least, most, random) }, () => make(random)).join('');
  }

  private quantifier(): readonly [least: number, most: number] {
    const match = /^(?:([*+?])|\{(\d+)(,(\d*))?\})\??/.exec(this.pattern.slice(this.at));
    if (match === null) return [1, 1];
    this.at += match[0].length;
    const [, sign, low = '0', range, high] = match;
    if (sign !== undefined) return sign === '?' ? [0, 1] : [sign === '+' ? 1 : 0, spare];
    const least = Number(low);
    if (range === undefined) return [least, least];
    return [least, high === undefined || high === '' ? least + spare : Math.min(Number(high), least + spare)];
  }

  private atom(): Maker {
    if (this.take('^') || this.take('$')) return () => '';
    if (this.take('.')) return (random) => pick(word.split(''), random) ?? '';
    if (this.take('(')) {
      const prefix = /^\?(?::|P?<\w+>)/.exec(this.pattern.slice(this.at));
      this.at += prefix?.[0].length ?? 0;
      const inner = this.alternatives();
      if (!this.take(')')) throw new SyntaxError('A group is open.');
      return inner;
    }
    if (this.take('[')) return this.characters();
    const char = this.take('\\') ? this.escaped() : (this.pattern[this.at++] ?? '');
    return (random) => pick(char.split(''), random) ?? '';
  }

  /** @returns the characters an escape stands for */
  private escaped(): string {
    const char = this.pattern[this.at++] ?? '';
    return sets[char] ?? char;
  }

  private characters(): Maker {
    const isNegated = this.take('^');
    const found: string[] = [];
    while (!this.isAtEnd() && !this.take(']')) {
      const low = this.take('\\') ? this.escaped() : (this.pattern[this.at++] ?? '');
      const isRange = this.pattern[this.at] === '-' && this.pattern[this.at + 1] !== ']' && low.length === 1;
      if (!isRange) found.push(...low.split(''));
      else {
        this.at++;
        const high = this.take('\\') ? this.escaped() : (this.pattern[this.at++] ?? '');
        for (let code = low.charCodeAt(0); code <= high.charCodeAt(0) && found.length < 512; code++)
          found.push(String.fromCharCode(code));
      }
    }
    const allowed = isNegated ? printable.split('').filter((char) => !found.includes(char)) : found;
    return (random) => pick(allowed, random) ?? '';
  }
}

/**
 * A text that the pattern takes.
 * @returns undefined where the pattern uses something this small reader does not know
 */
export function textOfPattern(pattern: string, random: Random): string | undefined {
  const rule = linearPattern(pattern);
  if (typeof rule === 'string') return undefined;
  try {
    const reader = new PatternReader(pattern);
    const make = reader.alternatives();
    if (!reader.isAtEnd()) return undefined;
    const text = make(random);
    return rule.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}
